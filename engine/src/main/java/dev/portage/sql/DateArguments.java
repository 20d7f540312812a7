package dev.portage.sql;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.sql.Expression.CurrentLiteral;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.Volatility;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the arguments of a date function: a value that is a moment, and the modifiers that follow it.
///
/// Source: sqlite.org/lang_datefunc.html and `date.c` (`isDate`, `parseModifier`).
final class DateArguments {
    // Julian day 0 and the end of the year 9999, in seconds since 1970.
    private static final String FIRST = "'-210866760000'::bigint";
    private static final String LAST = "253402300799";

    private final Translation translation;

    DateArguments(Translation translation) {
        this.translation = translation;
    }

    /// The moment, or empty where it is NULL in each row.
    Optional<DateValue> read(List<Expression> arguments) throws Untranslatable {
        if (arguments.isEmpty()) {
            return Optional.of(DateValue.present());
        }
        List<String> modifiers = modifiers(arguments.subList(1, arguments.size()));
        Expression first = arguments.getFirst();
        if (first instanceof CurrentLiteral(var part) && part == CurrentLiteral.Moment.TIMESTAMP) {
            return shifted(DateValue.present().withUtc("date_trunc('second', " + Moment.NOW + ")"), modifiers);
        }
        Piece piece = translation.piece(first);
        boolean epoch = !modifiers.isEmpty() && modifiers.getFirst().equals("unixepoch");
        return switch (piece.kind()) {
            case NULL -> Optional.empty();
            case INTEGER -> shifted(epoch ? seconds(piece) : julian(piece),
                    epoch ? modifiers.subList(1, modifiers.size()) : modifiers);
            case TEMPORAL -> shifted(column(piece), modifiers);
            case TEXT -> shifted(text(piece), modifiers);
            default -> throw unread();
        };
    }

    private Optional<DateValue> shifted(DateValue value, List<String> modifiers) throws Untranslatable {
        return Optional.of(new DateModifiers(value).apply(modifiers).held());
    }

    private List<String> modifiers(List<Expression> arguments) throws Untranslatable {
        var words = new ArrayList<String>();
        for (Expression argument : arguments) {
            if (!(translation.piece(argument).literal() instanceof TextLiteral(var text))) {
                throw new Untranslatable("a modifier of a date is not a constant");
            }
            words.add(text.toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static DateValue text(Piece piece) throws Untranslatable {
        if (piece.literal() instanceof TextLiteral(var text)) {
            return text.equalsIgnoreCase("now") ? DateValue.present() : constant(text);
        }
        Moment moment = piece.moment();
        if (moment == null) {
            throw unread();
        }
        String utc = switch (moment.part()) {
            case DATE -> "date_trunc('day', " + moment.utc() + ")";
            case TIME -> "('2000-01-01'::date + date_trunc('second', " + moment.utc() + ")::time)";
            case SECONDS -> "date_trunc('second', " + moment.utc() + ")";
            case MILLISECONDS -> "date_trunc('milliseconds', " + moment.utc() + ")";
            case EPOCH_SECONDS -> throw unread();
        };
        // What the text tells may lie before the year 1: it was computed.
        var value = new DateValue(utc, piece.volatility(), false, true, false, false);
        // Of the first day that SQLite knows it knows no midnight.
        return moment.part() == Moment.Part.DATE ? value.floored() : value;
    }

    private static DateValue constant(String text) throws Untranslatable {
        Kind type = text.length() == 10 ? Kind.DATE : Kind.TIMESTAMP;
        String literal = TemporalText.literal(text, type, Optional.empty());
        boolean fine = text.indexOf('.') >= 0 && text.length() - text.indexOf('.') > 4;
        return new DateValue(type == Kind.DATE ? literal + "::timestamp" : literal, Volatility.IMMUTABLE, false, false, false,
                fine);
    }

    private DateValue column(Piece piece) throws Untranslatable {
        ColumnTarget column = translation.columnOf(piece).orElseThrow(DateArguments::unread);
        if (!(column.form() instanceof ValueForm.IsoText(var pattern, _))) {
            throw unread();
        }
        boolean fine = pattern.fraction() != IsoPattern.Fraction.NONE && pattern.fractionDigits() > 3;
        return new DateValue(utc(piece, column), piece.volatility(), false, false, false, fine);
    }

    /// The clock that the column's texts show, which SQLite takes for UTC.
    ///
    /// @throws Untranslatable SQLite reads another moment in some of the texts, or none
    static String utc(Piece piece, ColumnTarget column) throws Untranslatable {
        if (!(column.form() instanceof ValueForm.IsoText(var pattern, var assumed))) {
            throw unread();
        }
        boolean plain = pattern.zone() == IsoPattern.Zone.NONE || pattern.zone() == IsoPattern.Zone.Z;
        boolean other = pattern.zone() == IsoPattern.Zone.NONE && piece.type() == Kind.TIMESTAMPTZ
                && assumed.map(z -> !z.normalized().equals(ZoneOffset.UTC)).orElse(true);
        if (!plain || other) {
            throw new Untranslatable("the texts of the column have a zone that SQLite reads otherwise or not at all");
        }
        if (pattern.fraction() != IsoPattern.Fraction.NONE && pattern.fractionDigits() > 6) {
            throw new Untranslatable("the texts of the column have more than six digits after the second");
        }
        return switch (piece.type()) {
            case DATE -> piece.sql() + "::timestamp";
            case TIME -> "('2000-01-01'::date + " + piece.sql() + ")";
            case TIMESTAMP -> piece.sql();
            case TIMESTAMPTZ -> "(" + piece.sql() + " AT TIME ZONE 'UTC')";
            default -> throw unread();
        };
    }

    // A count of seconds. to_timestamp() is exact for whole ones.
    private static DateValue seconds(Piece piece) throws Untranslatable {
        Translation.requireRepeatable(piece);
        String n = piece.bigint();
        String utc = "(CASE WHEN %s BETWEEN %s AND %s THEN to_timestamp(%s::float8) AT TIME ZONE 'UTC' END)".formatted(n, FIRST,
                LAST, n);
        return new DateValue(utc, piece.volatility(), false, true, false, false);
    }

    // A count of days since noon of the day 0.
    private static DateValue julian(Piece piece) throws Untranslatable {
        if (piece.literal() instanceof IntegerLiteral) {
            throw new Untranslatable("a date is computed from a constant number");
        }
        Translation.requireRepeatable(piece);
        String n = piece.bigint();
        String utc = ("(CASE WHEN %s BETWEEN 0 AND 5373484 THEN '4714-11-24 12:00:00 BC'::timestamp + make_interval(days => %s::int) "
                + "END)").formatted(n, n);
        return new DateValue(utc, piece.volatility(), false, true, false, false);
    }

    private static Untranslatable unread() {
        return new Untranslatable("a date is computed from a value that SQLite may or may not read as one");
    }
}
