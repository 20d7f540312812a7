package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.CurrentLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.Volatility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Dates and times, always in UTC: of the present moment, of columns that arrive as dates and times, and of whole numbers. A
/// text of a column that arrives as text is not translated: whether SQLite can read it depends on each row.
///
/// PostgreSQL's clock is that of the transaction's start. Source: sqlite.org/lang_datefunc.html.
final class DateFunctions {
    private static final String DATE = "YYYY-MM-DD";
    private static final String TIME = "HH24:MI:SS";

    private final Translation translation;
    private final DateArguments arguments;

    DateFunctions(Translation translation) {
        this.translation = translation;
        this.arguments = new DateArguments(translation);
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("date", a -> written(a, DATE, Moment.Part.DATE));
        rules.put("time", a -> written(a, TIME, Moment.Part.TIME));
        rules.put("datetime", a -> written(a, DATE + " " + TIME, Moment.Part.SECONDS));
        rules.put("julianday", this::julianday);
        rules.put("unixepoch", this::unixepoch);
        rules.put("strftime", this::strftime);
        for (CurrentLiteral.Moment moment : CurrentLiteral.Moment.values()) {
            String name = "current_" + moment.name().toLowerCase(Locale.ROOT);
            rules.put(name, a -> {
                Functions.count(name, a, 0, 0);
                return current(moment);
            });
        }
        return rules;
    }

    static Piece current(CurrentLiteral.Moment moment) {
        return switch (moment) {
            case DATE -> formatted(Moment.NOW, DATE, Moment.Part.DATE);
            case TIME -> formatted(Moment.NOW, TIME, Moment.Part.TIME);
            case TIMESTAMP -> formatted(Moment.NOW, DATE + " " + TIME, Moment.Part.SECONDS);
        };
    }

    private static Piece formatted(String utc, String template, Moment.Part part) {
        return stable(Piece.text("to_char(%s, '%s')".formatted(utc, template))).withMoment(new Moment(utc, part));
    }

    private static Piece stable(Piece piece) {
        return piece.withVolatility(Volatility.STABLE);
    }

    private Piece written(List<Expression> arguments, String template, Moment.Part part) throws Untranslatable {
        boolean fraction = fraction(arguments) && part != Moment.Part.DATE;
        var read = this.arguments.read(plain(arguments));
        if (read.isEmpty()) {
            return Piece.nothing();
        }
        DateValue value = read.get();
        if (usual(value) && !fraction) {
            return formatted(value.utc(), template, part);
        }
        var text = new DateText(value);
        String time = fraction
                ? DateText.joined(List.of(text.part('R'), "':'", text.milliseconds()))
                : text.time();
        String sql = switch (part) {
            case DATE -> text.date();
            case TIME -> time;
            default -> DateText.joined(List.of(text.date(), "' '", time));
        };
        Piece piece = Piece.text(sql).withVolatility(value.volatility());
        return fraction && part == Moment.Part.TIME
                ? piece
                : piece.withMoment(new Moment(value.utc(), fraction ? Moment.Part.MILLISECONDS : part));
    }

    // The present, in the years that to_char() writes with four digits.
    private static boolean usual(DateValue value) {
        return value.now() && !value.early() && !value.utc().contains("LEAST");
    }

    private static boolean fraction(List<Expression> arguments) {
        return arguments.size() > 1 && isFraction(arguments.getLast());
    }

    private static boolean isFraction(Expression expression) {
        return expression instanceof TextLiteral(var last)
                && List.of("subsec", "subsecond").contains(last.toLowerCase(Locale.ROOT));
    }

    private static List<Expression> plain(List<Expression> arguments) {
        return fraction(arguments) ? arguments.subList(0, arguments.size() - 1) : arguments;
    }

    // A whole number of milliseconds divided once, as SQLite does.
    private Piece julianday(List<Expression> arguments) throws Untranslatable {
        var read = this.arguments.read(plain(arguments));
        if (read.isEmpty()) {
            return Piece.nothing();
        }
        String days = "((" + new DateText(read.get()).thousandths() + " + 210866760000000)::float8 / '86400000'::float8)";
        return Piece.real(days).withVolatility(read.get().volatility());
    }

    private Piece unixepoch(List<Expression> arguments) throws Untranslatable {
        // Alone, 'subsec' means the present.
        boolean alone = arguments.size() == 1 && isFraction(arguments.getFirst());
        boolean fraction = alone || fraction(arguments);
        var read = this.arguments.read(alone ? List.of() : plain(arguments));
        if (read.isEmpty()) {
            return Piece.nothing();
        }
        DateValue value = read.get();
        var text = new DateText(value);
        if (fraction) {
            return Piece.real("(" + text.thousandths() + "::float8 / '1000'::float8)").withVolatility(value.volatility());
        }
        return Piece.integer(text.seconds()).withVolatility(value.volatility())
                .withMoment(new Moment(value.utc(), Moment.Part.EPOCH_SECONDS));
    }

    private Piece strftime(List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty() || !(translation.piece(arguments.getFirst()).literal() instanceof TextLiteral constant)) {
            throw new Untranslatable("the format of strftime() is not a constant");
        }
        String format = constant.value();
        var read = this.arguments.read(arguments.subList(1, arguments.size()));
        if (read.isEmpty()) {
            return Piece.nothing();
        }
        DateValue value = read.get();
        Piece piece = strftime(format, value).withVolatility(value.volatility());
        Optional<Moment.Part> part = switch (format) {
            case "%s" -> Optional.of(Moment.Part.EPOCH_SECONDS);
            case "%Y-%m-%d", "%F" -> Optional.of(Moment.Part.DATE);
            case "%H:%M:%S", "%T" -> Optional.of(Moment.Part.TIME);
            case "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%SZ", "%F %T" ->
                Optional.of(Moment.Part.SECONDS);
            case "%Y-%m-%d %H:%M:%f", "%Y-%m-%dT%H:%M:%f", "%Y-%m-%dT%H:%M:%fZ", "%Y-%m-%d %H:%M:%fZ" ->
                Optional.of(Moment.Part.MILLISECONDS);
            default -> Optional.empty();
        };
        // Before the year 0 %Y writes a digit less than SQLite reads.
        boolean told = part.isPresent() && !(value.early() && format.contains("%Y"));
        piece = told ? piece.withMoment(new Moment(value.utc(), part.get())) : piece;
        boolean digits = format.equals("%s") || (!value.early() && format.matches("(?:%[YmdHMSjuVw]){1,4}|%Y(?:%[mdHMS]){5}"));
        return digits ? piece.withDigits() : piece;
    }

    private static Piece strftime(String format, DateValue value) throws Untranslatable {
        Optional<String> template = usual(value) ? DateTemplate.of(format) : Optional.empty();
        return Piece.text(template.isPresent()
                ? "to_char(%s, %s)".formatted(value.utc(), Piece.literal(template.get()))
                : spelled(format, new DateText(value)));
    }

    private static String spelled(String format, DateText text) throws Untranslatable {
        var parts = new ArrayList<String>();
        var plain = new StringBuilder();
        boolean told = false;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                plain.append(c);
                continue;
            }
            if (++i == format.length()) {
                throw new Untranslatable("the format of strftime() ends with a percent sign");
            }
            if (format.charAt(i) == '%') {
                plain.append('%');
                continue;
            }
            literal(plain, parts);
            parts.add(text.part(format.charAt(i)));
            told = true;
        }
        literal(plain, parts);
        if (!told) {
            throw new Untranslatable("the format of strftime() tells nothing of the date, but is NULL where that is");
        }
        return parts.size() == 1 ? parts.getFirst() : DateText.joined(parts);
    }

    private static void literal(StringBuilder plain, List<String> parts) throws Untranslatable {
        if (!plain.isEmpty()) {
            parts.add(Piece.literal(plain.toString()));
            plain.setLength(0);
        }
    }

    /// The moment as a value of a temporal type, or empty where that type tells more or less than the text.
    static Optional<String> stored(Moment moment, Kind type) {
        String unit = moment.part() == Moment.Part.MILLISECONDS ? "milliseconds" : "second";
        return switch (moment.part()) {
            case DATE -> type == Kind.DATE ? Optional.of(moment.utc() + "::date") : Optional.empty();
            case TIME -> type == Kind.TIME ? Optional.of("date_trunc('second', " + moment.utc() + ")::time") : Optional.empty();
            case SECONDS, MILLISECONDS, EPOCH_SECONDS -> switch (type) {
                case TIMESTAMPTZ -> Optional.of("date_trunc('%s', %s)".formatted(unit, moment.instant()));
                case TIMESTAMP -> Optional.of("date_trunc('%s', %s)".formatted(unit, moment.utc()));
                default -> Optional.empty();
            };
        };
    }
}
