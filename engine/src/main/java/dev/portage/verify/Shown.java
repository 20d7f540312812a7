package dev.portage.verify;

import dev.portage.mapping.TargetType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/// Values as people read them, cut to a length; only for `--show-values`.
final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    /// The text of a value of a column of that type, at most 200 characters and a sign that it was cut.
    static String text(Cell cell, TargetType.Kind kind) {
        String whole = whole(cell, kind);
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…";
    }

    private static String whole(Cell cell, TargetType.Kind kind) {
        return switch (cell.kind()) {
            case NULL -> "NULL";
            case WHOLE -> whole(cell.whole(), kind);
            case DOUBLE -> Double.toString(cell.real());
            case DECIMAL -> cell.decimal().toString();
            case BYTES -> bytes(cell, kind);
            case JSON -> cell.decoded();
            case SPECIAL -> cell.text();
            case ODD -> "(a value that the plan does not expect: " + cell.text() + ")";
        };
    }

    private static String whole(long value, TargetType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> value == 0 ? "false" : "true";
            case DATE -> LocalDate.ofEpochDay(value + Times.EPOCH_DAYS).toString();
            case TIME -> value == 86_400_000_000L ? "24:00" : LocalTime.ofNanoOfDay(value * 1_000).toString();
            case TIMESTAMP -> moment(value).toString();
            case TIMESTAMPTZ -> moment(value) + "Z";
            default -> Long.toString(value);
        };
    }

    private static LocalDateTime moment(long micros) {
        long second = Math.floorDiv(micros, 1_000_000L) + Times.EPOCH_SECONDS;
        return LocalDateTime.ofEpochSecond(second, (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
    }

    private static String bytes(Cell cell, TargetType.Kind kind) {
        boolean binary = kind == TargetType.Kind.BYTEA || kind == TargetType.Kind.UUID;
        return binary ? "\\x" + HexFormat.of().formatHex(cell.copiedBytes()) : cell.decoded();
    }
}
