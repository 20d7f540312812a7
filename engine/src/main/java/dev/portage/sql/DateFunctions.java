package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Expression.CurrentLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.Volatility;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The present moment and what is written of it, always in UTC. Dates of columns are not translated: whether SQLite can read
/// them depends on each text.
///
/// PostgreSQL's clock is that of the transaction's start. Source: sqlite.org/lang_datefunc.html.
final class DateFunctions {
    private static final Pattern SHIFT = Pattern.compile("([+-]?\\d{1,7}) (second|minute|hour|day)s?");
    private static final String DATE = "YYYY-MM-DD";
    private static final String TIME = "HH24:MI:SS";

    private final Translation translation;

    DateFunctions(Translation translation) {
        this.translation = translation;
    }

    Map<String, Functions.Rule> rules() {
        var rules = new HashMap<String, Functions.Rule>();
        rules.put("date", a -> formatted(moment(a), DATE, Moment.Part.DATE));
        rules.put("time", a -> formatted(moment(a), TIME, Moment.Part.TIME));
        rules.put("datetime", a -> formatted(moment(a), DATE + " " + TIME, Moment.Part.SECONDS));
        rules.put("julianday", this::julianday);
        rules.put("unixepoch", this::unixepoch);
        rules.put("strftime", this::strftime);
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

    /// The moment that the arguments of a function tell, as a timestamp in UTC.
    private String moment(List<Expression> arguments) throws Untranslatable {
        String utc = Moment.NOW;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof CurrentLiteral(var part) && part == CurrentLiteral.Moment.TIMESTAMP && i == 0) {
                utc = "date_trunc('second', " + utc + ")";
                continue;
            }
            if (!(translation.piece(arguments.get(i)).literal() instanceof TextLiteral(var text))) {
                throw new Untranslatable("a date is computed from a value that SQLite may or may not read as one");
            }
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (i == 0) {
                if (!word.equals("now")) {
                    throw new Untranslatable("a date is computed from a constant text");
                }
            } else {
                utc = modified(utc, word);
            }
        }
        return utc;
    }

    private static String modified(String utc, String modifier) throws Untranslatable {
        var shift = SHIFT.matcher(modifier);
        if (shift.matches()) {
            return "(%s + interval '%d %s')".formatted(utc, Long.parseLong(shift.group(1)), switch (shift.group(2)) {
                case "second" -> "seconds";
                case "minute" -> "minutes";
                case "hour" -> "hours";
                default -> "days";
            });
        }
        return switch (modifier) {
            case "start of day" -> "date_trunc('day', " + utc + ")";
            case "start of month" -> "date_trunc('month', " + utc + ")";
            case "start of year" -> "date_trunc('year', " + utc + ")";
            case "localtime", "utc" ->
                throw new Untranslatable("'%s' means the time zone of the machine where SQLite ran".formatted(modifier));
            default -> throw new Untranslatable("a modifier of a date has no exact counterpart in PostgreSQL");
        };
    }

    // SQLite's clock counts milliseconds.
    private Piece julianday(List<Expression> arguments) throws Untranslatable {
        String epoch = "extract(epoch FROM date_trunc('milliseconds', " + moment(arguments) + "))";
        return stable(Piece.real("((" + epoch + ")::float8 / 86400.0::float8 + 2440587.5::float8)"));
    }

    private Piece unixepoch(List<Expression> arguments) throws Untranslatable {
        boolean fraction = !arguments.isEmpty() && arguments.getLast() instanceof TextLiteral(var last)
                && List.of("subsec", "subsecond").contains(last.toLowerCase(Locale.ROOT));
        String utc = moment(fraction ? arguments.subList(0, arguments.size() - 1) : arguments);
        return fraction
                ? stable(Piece.real("(extract(epoch FROM date_trunc('milliseconds', " + utc + ")))::float8"))
                : stable(Piece.integer(epochSeconds(utc))).withMoment(new Moment(utc, Moment.Part.EPOCH_SECONDS));
    }

    private static String epochSeconds(String utc) {
        return "floor(extract(epoch FROM " + utc + "))::bigint";
    }

    private Piece strftime(List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty() || !(translation.piece(arguments.getFirst()).literal() instanceof TextLiteral constant)) {
            throw new Untranslatable("the format of strftime() is not a constant");
        }
        String format = constant.value();
        String utc = moment(arguments.subList(1, arguments.size()));
        return switch (format) {
            case "%s" -> stable(Piece.text(epochSeconds(utc) + "::text")).withDigits()
                    .withMoment(new Moment(utc, Moment.Part.EPOCH_SECONDS));
            case "%w" -> stable(Piece.text("extract(dow FROM " + utc + ")::int::text")).withDigits();
            default -> strftime(format, utc);
        };
    }

    private static Piece strftime(String format, String utc) throws Untranslatable {
        String template = Template.of(format);
        Piece piece = stable(Piece.text("to_char(%s, %s)".formatted(utc, Piece.literal(template))));
        Optional<Moment.Part> part = switch (format) {
            case "%Y-%m-%d", "%F" -> Optional.of(Moment.Part.DATE);
            case "%H:%M:%S", "%T" -> Optional.of(Moment.Part.TIME);
            case "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%SZ", "%F %T" ->
                Optional.of(Moment.Part.SECONDS);
            case "%Y-%m-%d %H:%M:%f", "%Y-%m-%dT%H:%M:%f", "%Y-%m-%dT%H:%M:%fZ", "%Y-%m-%d %H:%M:%fZ" ->
                Optional.of(Moment.Part.MILLISECONDS);
            default -> Optional.empty();
        };
        piece = part.isPresent() ? piece.withMoment(new Moment(utc, part.get())) : piece;
        return format.matches("(?:%[YmdHMSj]){1,6}") ? piece.withDigits() : piece;
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

    /// A format of strftime() as a template of to_char().
    private static final class Template {
        private Template() {}

        static String of(String format) throws Untranslatable {
            var template = new StringBuilder();
            for (int i = 0; i < format.length(); i++) {
                char c = format.charAt(i);
                if (c != '%') {
                    template.append(plain(c));
                } else if (++i < format.length()) {
                    template.append(part(format.charAt(i)));
                } else {
                    throw new Untranslatable("the format of strftime() ends with a percent sign");
                }
            }
            return template.toString();
        }

        private static String part(char letter) throws Untranslatable {
            return switch (letter) {
                case 'Y' -> "YYYY";
                case 'm' -> "MM";
                case 'd' -> "DD";
                case 'H' -> "HH24";
                case 'M' -> "MI";
                case 'S' -> "SS";
                case 'f' -> "SS.MS";
                case 'j' -> "DDD";
                case 'F' -> DATE;
                case 'T' -> TIME;
                case 'R' -> "HH24:MI";
                default -> throw new Untranslatable(
                        "strftime() has %%%s within its format".formatted(Character.isLetter(letter) ? letter : "?"));
            };
        }

        private static String plain(char c) throws Untranslatable {
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                return "\"" + c + "\"";
            }
            if (" -:./,_T".indexOf(c) >= 0) {
                return String.valueOf(c);
            }
            throw new Untranslatable("the format of strftime() has a character that to_char() may take for its own");
        }
    }
}
