package dev.portage.verify;

import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What one column of the target must hold for what SQLite stores: the mapping's rule, applied again from the stored
/// value and without the encoder that wrote it.
///
/// Threads: one at a time.
final class Expectation {
    private static final String OTHER_CLASS = "storage-class";

    private final TargetType type;
    private final ColumnMapping mapping;
    private final List<byte[]> nullTexts;
    private final Rule rule;

    private interface Rule {
        void apply(RowCursor row, int column, StorageClass stored, Cell out);
    }

    private Expectation(ColumnMapping mapping) {
        this.mapping = mapping;
        this.type = mapping.type();
        this.nullTexts = mapping.nullIf().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        this.rule = rule(mapping.form());
    }

    /// The expectation of one column.
    static Expectation of(ColumnMapping mapping) {
        return new Expectation(mapping);
    }

    /// Reads the current row's value and writes what the target must hold into `out`.
    void read(RowCursor row, int column, Cell out) {
        StorageClass stored = row.storageClass(column);
        if (stored == StorageClass.NULL || (stored == StorageClass.TEXT && becomesNull(row, column))) {
            out.setNull();
        } else {
            rule.apply(row, column, stored, out);
        }
    }

    private boolean becomesNull(RowCursor row, int column) {
        if (nullTexts.isEmpty()) {
            return false;
        }
        byte[] text = row.bytes(column);
        return nullTexts.stream().anyMatch(candidate -> Arrays.equals(candidate, text));
    }

    private Rule rule(ValueForm form) {
        return switch (form) {
            case ValueForm.Plain _,ValueForm.Digits _ -> this::plain;
            case ValueForm.Words words -> new Words(words)::apply;
            case ValueForm.IsoText iso -> iso(iso);
            case ValueForm.Epoch epoch -> (row, column, stored, out) -> epoch(epoch.unit(), row, column, stored, out);
            case ValueForm.AnyAsText _ -> this::anyAsText;
            case ValueForm.ClassedBytes _ -> Expectation::classed;
            case ValueForm.TextBytes _ -> Expectation::textBytes;
            case ValueForm.UuidBytes _ -> Expectation::uuidBytes;
            case ValueForm.Label(var labels) -> label(labels);
            case ValueForm.Escaped _ -> (row, column, stored, out) -> text(stored, out, () -> Utf8.escaped(row.bytes(column)));
            case ValueForm.Stripped _ -> (row, column, stored, out) -> text(stored, out, () -> Utf8.stripped(row.bytes(column)));
            case ValueForm.Transcoded to -> (row, column, stored, out) -> text(stored, out, () -> {
                byte[] bytes = row.bytes(column);
                return Utf8.valid(bytes) ? bytes : new String(bytes, to.charset()).getBytes(StandardCharsets.UTF_8);
            });
            case ValueForm.Quarantined _ -> this::quarantined;
        };
    }

    private Rule iso(ValueForm.IsoText form) {
        var reader = new Times.IsoReader(form, type, mapping.lossy());
        return (row, column, stored, out) -> {
            if (stored == StorageClass.TEXT) {
                reader.read(row.bytes(column), out);
            } else {
                out.setOdd(OTHER_CLASS);
            }
        };
    }

    private void plain(RowCursor row, int column, StorageClass stored, Cell out) {
        switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> whole(row, column, stored, out);
            case BOOLEAN -> zeroOrOne(row, column, stored, out);
            case DOUBLE_PRECISION, REAL -> real(row, column, stored, out);
            case NUMERIC -> numeric(row, column, stored, out);
            case TEXT, VARCHAR, CHAR, CITEXT, JSON -> {
                if (stored == StorageClass.TEXT && !mapping.lossy()) {
                    out.setBytesOf(row, column);
                } else {
                    text(stored, out, () -> row.bytes(column));
                }
            }
            case BYTEA -> {
                if (stored == StorageClass.BLOB) {
                    out.setBytesOf(row, column);
                } else {
                    out.setOdd(OTHER_CLASS);
                }
            }
            case JSONB -> jsonb(row, column, stored, out);
            case UUID -> uuid(row, column, stored, out);
            case ENUM, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> out.setOdd(OTHER_CLASS);
        }
    }

    private void whole(RowCursor row, int column, StorageClass stored, Cell out) {
        if (stored == StorageClass.INTEGER) {
            out.setWhole(row.integer(column));
        } else if (stored == StorageClass.REAL && mapping.lossy() && within64Bits(row.real(column))) {
            out.setWhole((long) Math.rint(row.real(column)));
        } else {
            out.setOdd(OTHER_CLASS);
        }
        limit(out);
    }

    private static boolean within64Bits(double value) {
        return value >= -0x1p63 && value < 0x1p63;
    }

    // A value that the type cannot hold; found only by chance, but a column with a quarantine has it there.
    private void limit(Cell out) {
        long largest = switch (type.kind()) {
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        if (out.kind() == Cell.Kind.WHOLE && (out.whole() > largest || out.whole() < -largest - 1)) {
            out.setOdd("value");
        }
    }

    private static void zeroOrOne(RowCursor row, int column, StorageClass stored, Cell out) {
        if (stored != StorageClass.INTEGER) {
            out.setOdd(OTHER_CLASS);
        } else if (row.integer(column) != 0 && row.integer(column) != 1) {
            out.setOdd("boolean");
        } else {
            out.setWhole(row.integer(column));
        }
    }

    private boolean narrow() {
        return type.kind() == TargetType.Kind.REAL;
    }

    private void real(RowCursor row, int column, StorageClass stored, Cell out) {
        switch (stored) {
            case REAL -> {
                double value = row.real(column);
                double near = narrow() ? (float) value : value;
                boolean back = !integerAffinity() || !NumberText.becomesInteger(value);
                real(near, Double.doubleToRawLongBits(near) == Double.doubleToRawLongBits(value), back, out);
            }
            case INTEGER -> {
                long whole = row.integer(column);
                double near = narrow() ? (float) whole : (double) whole;
                boolean back = integerAffinity() && NumberText.becomesInteger(near);
                real(near, (long) near == whole && near != 0x1p63, back, out);
            }
            case TEXT, BLOB, NULL -> out.setOdd(OTHER_CLASS);
        }
    }

    /// @param exact whether the type holds the value as it is
    /// @param back whether the column's affinity gives its storage class back
    private void real(double value, boolean exact, boolean back, Cell out) {
        if (!exact && !mapping.lossy()) {
            out.setOdd("rounding");
            return;
        }
        out.setDouble(Double.doubleToRawLongBits(value));
        if (exact && !back) {
            out.requireQuarantine();
        }
    }

    private boolean integerAffinity() {
        return mapping.affinity() == Affinity.INTEGER || mapping.affinity() == Affinity.NUMERIC;
    }

    private void numeric(RowCursor row, int column, StorageClass stored, Cell out) {
        switch (stored) {
            case INTEGER -> fit(BigDecimal.valueOf(row.integer(column)),
                    mapping.affinity() != Affinity.REAL && mapping.affinity() != Affinity.TEXT, out);
            case REAL -> decimal(row.real(column), out);
            case TEXT -> {
                boolean read = mapping.lossy() || mapping.form() instanceof ValueForm.Digits;
                Optional<BigDecimal> number = read ? NumberText.parse(row.bytes(column)) : Optional.empty();
                number.ifPresentOrElse(value -> fit(value, true, out), () -> out.setOdd(OTHER_CLASS));
            }
            case BLOB, NULL -> out.setOdd(OTHER_CLASS);
        }
    }

    private void decimal(double value, Cell out) {
        boolean limited = type.precision() > 0;
        boolean back = switch (mapping.affinity()) {
            case REAL -> true;
            case INTEGER, NUMERIC -> !NumberText.becomesInteger(value);
            case BLOB -> !limited || !NumberText.becomesInteger(value);
            case TEXT -> false;
        };
        if (Double.isInfinite(value) && !limited) {
            out.setSpecial(value > 0 ? "infinity" : "-infinity");
            if (!back) {
                out.requireQuarantine();
            }
        } else if (Double.isInfinite(value)) {
            out.setOdd("value");
        } else {
            fit(NumberText.shortest(value), back && Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(-0.0), out);
        }
    }

    /// The value within the type's precision and scale.
    private void fit(BigDecimal value, boolean back, Cell out) {
        BigDecimal fitted = type.precision() > 0 ? value.setScale(type.scale(), RoundingMode.HALF_UP) : value;
        boolean exact = fitted.compareTo(value) == 0;
        boolean tooLong = type.precision() > 0 && fitted.signum() != 0 && fitted.precision() > type.precision();
        if (tooLong || (!exact && !mapping.lossy())) {
            out.setOdd("rounding");
            return;
        }
        out.setDecimal(fitted);
        if (exact && !back) {
            out.requireQuarantine();
        }
    }

    private interface Bytes {
        byte[] get();
    }

    private void text(StorageClass stored, Cell out, Bytes bytes) {
        if (stored != StorageClass.TEXT) {
            out.setOdd(OTHER_CLASS);
            return;
        }
        out.setBytes(cut(bytes.get()));
    }

    private byte[] cut(byte[] text) {
        boolean tooLong = mapping.lossy() && type.precision() > 0 && text.length > type.precision();
        byte[] cut = tooLong ? Utf8.firstCharacters(text, type.precision()) : text;
        return mapping.lossy() && type.kind() == TargetType.Kind.CHAR ? Utf8.filled(cut, type.precision()) : cut;
    }

    private static Rule label(List<String> labels) {
        List<byte[]> known = labels.stream().map(label -> label.getBytes(StandardCharsets.UTF_8)).toList();
        return (row, column, stored, out) -> {
            byte[] text = stored == StorageClass.TEXT ? row.bytes(column) : new byte[0];
            if (stored == StorageClass.TEXT && known.stream().anyMatch(label -> Arrays.equals(label, text))) {
                out.setBytes(text);
            } else {
                out.setOdd(stored == StorageClass.TEXT ? "value" : OTHER_CLASS);
            }
        };
    }

    private static void uuidBytes(RowCursor row, int column, StorageClass stored, Cell out) {
        if (stored == StorageClass.BLOB && row.bytes(column).length == 16) {
            out.setBytes(row.bytes(column));
        } else {
            out.setOdd(OTHER_CLASS);
        }
    }

    private static void jsonb(RowCursor row, int column, StorageClass stored, Cell out) {
        if (stored != StorageClass.TEXT) {
            out.setOdd(OTHER_CLASS);
            return;
        }
        byte[] json = row.bytes(column);
        Optional<String> canonical = JsonForm.of(json, 0, json.length);
        if (canonical.isPresent()) {
            out.setJson(canonical.get(), json, 0, json.length);
        } else {
            out.setOdd("json-semantic");
        }
    }

    private static boolean json(byte[] text) {
        return JsonForm.of(text, 0, text.length).isPresent();
    }

    private static void uuid(RowCursor row, int column, StorageClass stored, Cell out) {
        Optional<byte[]> bytes = stored == StorageClass.TEXT ? UuidText.parse(row.bytes(column)) : Optional.empty();
        bytes.ifPresentOrElse(out::setBytes, () -> out.setOdd(OTHER_CLASS));
    }

    private void epoch(ValueForm.Epoch.Unit unit, RowCursor row, int column, StorageClass stored, Cell out) {
        switch (stored) {
            case INTEGER -> {
                Times.epoch(BigDecimal.valueOf(row.integer(column)), unit, out);
                if (grid(out) && mapping.affinity() == Affinity.REAL) {
                    out.requireQuarantine();
                }
            }
            case REAL -> {
                double count = row.real(column);
                Times.epoch(count, unit, out);
                boolean fraction = out.kind() == Cell.Kind.WHOLE && !Times.wholeCount(out.whole(), unit);
                boolean exact = Times.exact(count, out, unit);
                if (grid(out) && mapping.affinity() != Affinity.REAL && !fraction && exact) {
                    out.requireQuarantine();
                }
            }
            case TEXT, BLOB, NULL -> out.setOdd(OTHER_CLASS);
        }
    }

    /// Whether the time has no more digits than the type; one that has is rounded, or odd where nobody allowed that.
    private boolean grid(Cell out) {
        if (out.kind() != Cell.Kind.WHOLE || out.whole() % type.grid() == 0) {
            return true;
        }
        if (mapping.lossy()) {
            out.setWhole(Times.nearest(BigDecimal.valueOf(out.whole()).divide(BigDecimal.valueOf(type.grid())))
                    .multiply(BigDecimal.valueOf(type.grid())).longValueExact());
        } else {
            out.setOdd("rounding");
        }
        return false;
    }

    private void anyAsText(RowCursor row, int column, StorageClass stored, Cell out) {
        boolean back;
        switch (stored) {
            case INTEGER -> {
                out.setBytes(cut(ascii(Long.toString(row.integer(column)))));
                back = NumberText.givesIntegerBack(mapping.affinity());
            }
            case REAL -> {
                out.setBytes(cut(ascii(Double.toString(row.real(column)))));
                back = NumberText.givesRealBack(mapping.affinity(), row.real(column));
            }
            case TEXT -> {
                byte[] text = row.bytes(column);
                back = Utf8.holdable(text);
                if (back) {
                    out.setBytes(cut(text));
                    back = NumberText.leavesText(mapping.affinity(), text);
                } else {
                    out.setNull();
                }
            }
            default -> {
                out.setNull();
                back = false;
            }
        }
        if (!back) {
            out.requireQuarantine();
        }
    }

    private static void classed(RowCursor row, int column, StorageClass stored, Cell out) {
        byte[] value = StoredBytes.of(row, column, stored);
        byte[] classed = new byte[value.length + 1];
        classed[0] = (byte) stored.code();
        System.arraycopy(value, 0, classed, 1, value.length);
        out.setBytes(classed);
    }

    private static void textBytes(RowCursor row, int column, StorageClass stored, Cell out) {
        switch (stored) {
            case TEXT -> out.setBytes(row.bytes(column));
            case BLOB -> {
                out.setBytes(row.bytes(column));
                out.requireQuarantine();
            }
            case INTEGER, REAL, NULL -> out.setOdd(OTHER_CLASS);
        }
    }

    private void quarantined(RowCursor row, int column, StorageClass stored, Cell out) {
        plain(row, column, stored, out);
        boolean unholdable = stored == StorageClass.TEXT && !Utf8.holdable(row.bytes(column));
        unholdable |= type.kind() == TargetType.Kind.JSON && stored == StorageClass.TEXT && !json(row.bytes(column));
        boolean otherLength = !mapping.lossy() && stored == StorageClass.TEXT && !unholdable && otherLength(row.bytes(column));
        if (out.kind() == Cell.Kind.ODD || unholdable || otherLength) {
            out.setNull();
            out.requireQuarantine();
        }
    }

    private boolean otherLength(byte[] text) {
        boolean limited = type.kind() == TargetType.Kind.VARCHAR || type.kind() == TargetType.Kind.CHAR;
        return limited && type.precision() > 0 && (Utf8.firstCharacters(text, type.precision()).length < text.length
                || (type.kind() == TargetType.Kind.CHAR && Utf8.filled(text, type.precision()).length > text.length));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Words(ValueForm.Words words) {
        void apply(RowCursor row, int column, StorageClass stored, Cell out) {
            if (stored != StorageClass.TEXT) {
                zeroOrOne(row, column, stored, out);
                return;
            }
            String word = new String(row.bytes(column), StandardCharsets.UTF_8);
            if (among(words.trueWords(), word)) {
                out.setWhole(1);
            } else if (among(words.falseWords(), word)) {
                out.setWhole(0);
            } else {
                out.setOdd("boolean");
            }
        }

        private static boolean among(List<String> candidates, String word) {
            return candidates.stream().anyMatch(word::equalsIgnoreCase);
        }
    }
}
