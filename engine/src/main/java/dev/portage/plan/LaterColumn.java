package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Identifier;
import java.time.ZoneOffset;
import java.util.Optional;

/// How a column of a faithful type becomes one of the native type in the target itself, with the value that Portage would
/// have written.
///
/// Source: "Date/Time Input" and `interval_mul` of PostgreSQL: a product of an interval is exact below 2^53 microseconds'
/// worth of digits, so counts of time are split into days and the rest.
record LaterColumn(ColumnPlan faithful, ColumnPlan own) {
    private static final String EPOCH = "'1970-01-01 00:00:00+00'::timestamptz";
    private static final String JULIAN = "'4714-11-24 12:00:00+00 BC'::timestamptz";

    /// True where nothing is to be done.
    boolean same() {
        return faithful.mapping().equals(own.mapping()) && faithful.defaultSql().equals(own.defaultSql())
                && faithful.generatedSql().equals(own.generatedSql()) && faithful.notNull() == own.notNull();
    }

    /// The expression of the native value; empty where PostgreSQL cannot make it of the faithful one.
    Optional<String> using() {
        String column = Identifier.quote(faithful.target());
        if (faithful.mapping().type().equals(own.mapping().type()) && faithful.mapping().form().equals(own.mapping().form())
                && faithful.mapping().nullIf().equals(own.mapping().nullIf())) {
            return Optional.of(column);
        }
        ValueForm from = faithful.mapping().form();
        ValueForm to = own.mapping().form();
        boolean direct = from instanceof ValueForm.Plain || from.equals(to);
        if (!direct || own.mapping().lossy() != faithful.mapping().lossy()) {
            return Optional.empty();
        }
        return nulled(column).flatMap(value -> switch (to) {
            case ValueForm.Plain _ -> plain(value);
            case ValueForm.Quarantined _ -> from.equals(to) ? plain(value) : Optional.empty();
            case ValueForm.IsoText(_, var zone) -> time(value, zone);
            case ValueForm.Epoch(var unit) -> counted(value, unit);
            default -> from.equals(to) && kind().text() == type().kind().text() ? plain(value) : Optional.empty();
        });
    }

    private Kind kind() {
        return faithful.mapping().type().kind();
    }

    private TargetType type() {
        return own.mapping().type();
    }

    private Optional<String> nulled(String column) {
        String value = column;
        for (String text : own.mapping().nullIf()) {
            if (!faithful.mapping().nullIf().contains(text)) {
                if (!kind().text()) {
                    return Optional.empty();
                }
                value = "nullif(" + value + ", " + Identifier.literal(text) + ")";
            }
        }
        return Optional.of(value);
    }

    private Optional<String> plain(String value) {
        Kind to = type().kind();
        if (kind().number() && to.number()) {
            // float8 to numeric directly keeps 15 digits; its text has all that are needed.
            boolean byText = kind() == Kind.DOUBLE_PRECISION && to == Kind.NUMERIC;
            return Optional.of(value + (byText ? "::text::" : "::") + type().sql());
        }
        if (kind().integer() && to == Kind.BOOLEAN) {
            return Optional.of("(" + value + " <> 0)");
        }
        boolean texts = kind().text() && (to.text() || to == Kind.JSON || to == Kind.JSONB);
        return texts ? Optional.of(value + "::" + type().sql()) : Optional.empty();
    }

    // A zone whose clock moves: Portage and PostgreSQL take different sides of the hour that comes twice.
    private Optional<String> time(String value, Optional<java.time.ZoneId> zone) {
        if (!kind().text()) {
            return Optional.empty();
        }
        if (zone.isEmpty()) {
            return Optional.of(value + "::" + type().sql());
        }
        return zone.get().normalized() instanceof ZoneOffset offset && type().kind() == Kind.TIMESTAMPTZ
                ? Optional.of("(" + value + "::timestamp - interval '" + offset.getTotalSeconds()
                        + " seconds') AT TIME ZONE 'UTC'")
                : Optional.empty();
    }

    private Optional<String> counted(String value, Unit unit) {
        boolean zoned = type().kind() == Kind.TIMESTAMPTZ;
        if (!zoned || (!kind().integer() && (kind() != Kind.DOUBLE_PRECISION || unit == Unit.JULIAN_DAYS))) {
            return Optional.empty();
        }
        if (unit == Unit.JULIAN_DAYS) {
            return Optional.of("%s + %s * interval '24 hours'".formatted(JULIAN, value));
        }
        long perDay = switch (unit) {
            case SECONDS -> 86_400L;
            case MILLISECONDS -> 86_400_000L;
            default -> 86_400_000_000L;
        };
        String word = switch (unit) {
            case SECONDS -> "second";
            case MILLISECONDS -> "millisecond";
            default -> "microsecond";
        };
        boolean real = kind() == Kind.DOUBLE_PRECISION;
        String whole = real ? "floor(" + value + ")::bigint" : value + "::bigint";
        String sql = "%1$s + (%2$s / %3$d) * interval '24 hours' + (%2$s %% %3$d) * interval '1 %4$s'".formatted(EPOCH, whole,
                perDay, word);
        return Optional.of(real
                ? sql + " + floor((%1$s - floor(%1$s)) * %2$d + 0.5) * interval '1 microsecond'".formatted(value,
                        86_400_000_000L / perDay)
                : sql);
    }
}
