package dev.portage.verify;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.plan.ColumnPlan;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One value as an application's JDBC getters give it on both sides.
final class SpotValue {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter
            .ofPattern(
                    "uuuu-MM-dd['T'][ ][HH:mm[:ss]][.SSSSSSSSS][.SSSSSSSS][.SSSSSSS][.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S][XXX]"
                            + "[XX][X]");

    private SpotValue() {}

    /// What a comparison gave; NOT_COMPARED where no getter gives the form back.
    enum Answer {
        SAME, OTHER, NOT_COMPARED
    }

    /// Whether rows can be found by this column's values as they are.
    static boolean keyable(ColumnPlan column) {
        TargetType.Kind kind = column.mapping().type().kind();
        return column.mapping().form() instanceof ValueForm.Plain
                && (kind.integer() || kind.text() || kind == TargetType.Kind.BYTEA);
    }

    /// Compares the column `index` (from 1) of both current rows.
    static Answer compare(ColumnMapping mapping, ResultSet here, ResultSet there, int index) throws SQLException {
        Object stored = here.getObject(index);
        if (stored == null) {
            return there.getObject(index) == null ? Answer.SAME : Answer.OTHER;
        }
        if (!mapping.nullIf().isEmpty() || mapping.lossy()) {
            return Answer.NOT_COMPARED;
        }
        try {
            Optional<Boolean> same = switch (mapping.form()) {
                case ValueForm.Plain _,ValueForm.Label _ -> plain(mapping.type().kind(), stored, here, there, index);
                case ValueForm.IsoText iso when stored instanceof String text -> moment(mapping.type().kind(), iso, text, there,
                        index);
                case ValueForm.Epoch(ValueForm.Epoch.Unit unit) when stored instanceof Number count
                        && unit == ValueForm.Epoch.Unit.SECONDS && !(count instanceof Double)
                        && mapping.type().kind() == TargetType.Kind.TIMESTAMPTZ ->
                    Optional.of(equal(Instant.ofEpochSecond(count.longValue()), instant(there, index)));
                default -> Optional.empty();
            };
            return same.map(equal -> equal ? Answer.SAME : Answer.OTHER).orElse(Answer.NOT_COMPARED);
        } catch (DateTimeException _) {
            return Answer.NOT_COMPARED;
        }
    }

    private static Optional<Boolean> plain(TargetType.Kind kind, Object stored, ResultSet here, ResultSet there, int index)
            throws SQLException {
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT ->
                Optional.of(there.getObject(index) instanceof Number found && found.longValue() == here.getLong(index));
            case BOOLEAN -> Optional.of(equal(here.getLong(index) != 0, there.getObject(index)));
            case DOUBLE_PRECISION -> Optional.of(equal(here.getDouble(index), there.getObject(index)));
            case REAL -> Optional.of(equal((float) here.getDouble(index), there.getObject(index)));
            case NUMERIC -> Optional.of(numeric(stored, there.getObject(index)));
            case TEXT, VARCHAR, CHAR, CITEXT, ENUM, JSON -> Optional.of(equal(stored, there.getString(index)));
            case BYTEA -> Optional.of(stored instanceof byte[] bytes && Arrays.equals(bytes, there.getBytes(index)));
            case UUID, JSONB, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> Optional.empty();
        };
    }

    private static boolean numeric(Object stored, @Nullable Object found) {
        if (stored instanceof Double real && real.isInfinite()) {
            return equal(stored, found);
        }
        return found instanceof BigDecimal decimal && decimal.compareTo(new BigDecimal(stored.toString())) == 0;
    }

    private static Optional<Boolean> moment(TargetType.Kind kind, ValueForm.IsoText form, String text, ResultSet there,
            int index) throws SQLException {
        boolean zoned = form.pattern().zone() != dev.portage.mapping.IsoPattern.Zone.NONE;
        return switch (kind) {
            case DATE -> Optional.of(equal(LocalDate.parse(text.substring(0, 10)), there.getObject(index, LocalDate.class)));
            case TIME -> Optional.of(equal(LocalTime.parse(text), there.getObject(index, LocalTime.class)));
            case TIMESTAMP -> zoned
                    ? Optional.empty()
                    : Optional.of(equal(local(text), there.getObject(index, LocalDateTime.class)));
            case TIMESTAMPTZ -> {
                Instant wanted = zoned
                        ? OffsetDateTime.parse(text, MOMENT).toInstant()
                        : local(text).atZone(form.zone().orElse(ZoneOffset.UTC)).toInstant();
                yield Optional.of(equal(wanted, instant(there, index)));
            }
            default -> Optional.empty();
        };
    }

    private static LocalDateTime local(String text) {
        return text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static @Nullable Instant instant(ResultSet there, int index) throws SQLException {
        OffsetDateTime found = there.getObject(index, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static boolean equal(@Nullable Object wanted, @Nullable Object found) {
        return Objects.equals(wanted, found);
    }
}
