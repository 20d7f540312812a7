package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds the rows that no page of PostgreSQL holds, even with every long value moved out of the row: a matter of tables
/// of some hundred columns. The size is a lower bound, for padding between values is not counted.
///
/// Source: MaxHeapTupleSize (8,160 bytes) and TOAST_POINTER_SIZE (18) in PostgreSQL's heapam.
final class RowSizes {
    private static final int LARGEST_ROW = 8_160;
    private static final int HEADER = 24;
    private static final int POINTER = 18;
    /// Longer values, with their header, are moved out of the row where it is too large.
    private static final int LONGEST_INLINE = 24;

    private final TableDraft draft;
    private final List<Integer> places;

    private RowSizes(TableDraft draft) {
        this.draft = draft;
        this.places = IntStream.range(0, draft.table().columns().size()).filter(i -> !draft.columnChoice(i).skip()).boxed()
                .toList();
    }

    /// Adds a blocker if the table has such rows.
    static void tell(SqliteFile file, TableDraft draft, HazardList hazards) {
        var sizes = new RowSizes(draft);
        if (sizes.places.size() * LONGEST_INLINE + HEADER > LARGEST_ROW) {
            sizes.scan(file, hazards);
        }
    }

    private void scan(SqliteFile file, HazardList hazards) {
        long rows = 0;
        long widest = 0;
        try (RowCursor row = file.rows(query(), List.of())) {
            while (row.next()) {
                long size = size(row);
                widest = Math.max(widest, size);
                rows += size > LARGEST_ROW ? 1 : 0;
            }
        }
        if (rows > 0) {
            String table = draft.table().name();
            hazards.tell(HazardCode.VALUE_TOO_LARGE, HazardList.Place.of(table), HazardList.Rows.count(rows),
                    "rows of %s that are wider than a page of PostgreSQL: %d, the widest of %,d bytes where %,d fit; leave columns out with skip in plan.yaml"
                            .formatted(table, rows, widest, LARGEST_ROW));
        }
    }

    private String query() {
        return "SELECT %s FROM %s NOT INDEXED".formatted(
                places.stream().map(i -> draft.table().columns().get(i).select())
                        .collect(Collectors.joining(", ")),
                draft.table().sqlName());
    }

    private long size(RowCursor row) {
        long size = HEADER;
        boolean nulls = false;
        for (int i = 0; i < places.size(); i++) {
            int bytes = bytes(row, i, draft.chosen(places.get(i)).type().kind());
            nulls |= bytes == 0;
            size += bytes;
        }
        return nulls ? size + places.size() / Byte.SIZE : size;
    }

    private static int bytes(RowCursor row, int column, TargetType.Kind kind) {
        return switch (row.storageClass(column)) {
            case NULL -> 0;
            case INTEGER -> fixed(kind, number(kind, BigDecimal.valueOf(row.integer(column))));
            case REAL -> fixed(kind, real(kind, row.real(column)));
            case TEXT, BLOB -> fixed(kind, inline(row.bytes(column).length));
        };
    }

    private static int real(TargetType.Kind kind, double value) {
        return Double.isFinite(value) ? number(kind, BigDecimal.valueOf(value)) : 1;
    }

    /// A numeric has 3 bytes of header and 2 for each 4 digits; a text has its digits.
    private static int number(TargetType.Kind kind, BigDecimal value) {
        int digits = value.stripTrailingZeros().precision();
        return kind == TargetType.Kind.NUMERIC ? 3 + (digits + 3) / 4 * 2 : inline(digits);
    }

    private static int inline(int length) {
        return length >= LONGEST_INLINE ? POINTER : length + 1;
    }

    private static int fixed(TargetType.Kind kind, int otherwise) {
        return switch (kind) {
            case BOOLEAN -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL, DATE -> 4;
            case BIGINT, DOUBLE_PRECISION, TIME, TIMESTAMP, TIMESTAMPTZ -> 8;
            case UUID -> 16;
            default -> otherwise;
        };
    }
}
