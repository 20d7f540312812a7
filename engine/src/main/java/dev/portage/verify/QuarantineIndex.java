package dev.portage.verify;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.schema.Identifier;
import dev.portage.schema.StorageClass;
import dev.portage.source.DiskFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What `portage.quarantine` holds for one table, found by key and column: 128 bits of SHA-256 for each of name and
/// contents.
///
/// 40 bytes for each value, half of the places empty; above 32,768 values in a temporary file, mapped, so that the heap
/// does not grow with them.
///
/// Threads: one at a time.
final class QuarantineIndex implements AutoCloseable {
    /// What the quarantine says of one value.
    enum Answer {
        ABSENT, SAME, OTHER
    }

    private static final int PLACE_LONGS = 5;
    private static final long UNSEEN = 1;
    private static final long SEEN = 2;
    private static final long IN_HEAP = 32_768;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment places;
    private final long mask;
    private final Hash hash = new Hash();
    private final Set<String> columns = new HashSet<>();
    private final String rows;
    private long unseen;

    QuarantineIndex(long values, String rows, Path temporaryFolder) {
        long capacity = Long.highestOneBit(Math.max(8, values)) * 4;
        this.mask = capacity - 1;
        this.rows = rows;
        long bytes = capacity * PLACE_LONGS * Long.BYTES;
        this.places = values <= IN_HEAP
                ? MemorySegment.ofArray(new long[(int) capacity * PLACE_LONGS])
                : mapped(bytes, temporaryFolder);
    }

    private MemorySegment mapped(long bytes, Path folder) {
        try {
            MemorySegment mapped = DiskFiles.mapped(folder, "quarantine", ".index", bytes, arena);
            Moment.QUARANTINE_INDEXED.reached();
            return mapped;
        } catch (IOException e) {
            throw new UnreachableException(371, "the index of the quarantine could not be kept in %s (%s)".formatted(folder,
                    e.getMessage()), "Nothing was changed; make room, then run the same command again", e);
        }
    }

    /// Loads what the quarantine holds for the table in this migration, within the connection's snapshot.
    static QuarantineIndex load(Connection connection, String migrationId, Shape shape, Path temporaryFolder)
            throws SQLException {
        String where = " FROM portage.quarantine WHERE migration_id = %s AND source_id = %s AND table_name = %s".formatted(
                Identifier.literal(migrationId), Identifier.literal(shape.plan().sourceId()), Identifier.literal(shape.table()));
        String rows = "SELECT key::pg_catalog.text, column_name, class, bytes" + where;
        long values = count(connection, where);
        var index = new QuarantineIndex(values, rows, temporaryFolder);
        if (values > 0) {
            index.fill(connection, shape);
        }
        return index;
    }

    private static long count(Connection connection, String where) throws SQLException {
        try (PreparedStatement there = connection.prepareStatement("SELECT pg_catalog.to_regclass('portage.quarantine')");
                ResultSet found = there.executeQuery()) {
            found.next();
            if (found.getString(1) == null) {
                return 0;
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.count(*)" + where);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void fill(Connection connection, Shape shape) {
        try (TargetRows values = open(connection, shape)) {
            while (values.next()) {
                columns.add(text(values, 1));
                name(text(values, 0), text(values, 1));
                long high = hash.high();
                long low = hash.low();
                hash.add(text(values, 2));
                hash.add(field(values, 3));
                hash.end();
                put(high, low);
            }
        }
    }

    private TargetRows open(Connection connection, Shape shape) {
        return TargetRows.open(connection, rows, 4, "the quarantine of " + shape.table());
    }

    private static byte[] field(TargetRows row, int field) {
        int from = row.offset(field);
        return java.util.Arrays.copyOfRange(row.bytes(), from, from + row.length(field));
    }

    private static String text(TargetRows row, int field) {
        return new String(field(row, field), StandardCharsets.UTF_8);
    }

    // By the meaning of the key, because jsonb writes blanks and numbers in its own way.
    private void name(String key, String column) {
        byte[] json = key.getBytes(StandardCharsets.UTF_8);
        hash.add(JsonForm.of(json, 0, json.length).orElse(key));
        hash.add(column);
        hash.end();
    }

    private void put(long high, long low) {
        long place = high & mask;
        while (get(place, 4) != 0) {
            place = (place + 1) & mask;
        }
        set(place, 0, high);
        set(place, 1, low);
        set(place, 2, hash.high());
        set(place, 3, hash.low());
        set(place, 4, UNSEEN);
        unseen++;
    }

    /// Whether it holds any value of the column.
    boolean holds(String column) {
        return columns.contains(column);
    }

    /// Looks a value up and notes that it has been seen; each value is found once.
    ///
    /// @param again whether the rows are read once more, and what has been seen is found again
    Answer look(String key, String column, StorageClass stored, byte[] bytes, boolean again) {
        name(key, column);
        long high = hash.high();
        long low = hash.low();
        hash.add(stored.name().toLowerCase(Locale.ROOT));
        hash.add(bytes);
        hash.end();
        long other = -1;
        for (long place = high & mask; get(place, 4) != 0; place = (place + 1) & mask) {
            if (get(place, 0) == high && get(place, 1) == low && (again || get(place, 4) == UNSEEN)) {
                if (get(place, 2) == hash.high() && get(place, 3) == hash.low()) {
                    saw(place);
                    return Answer.SAME;
                }
                other = place;
            }
        }
        if (other < 0) {
            return Answer.ABSENT;
        }
        saw(other);
        return Answer.OTHER;
    }

    private void saw(long place) {
        unseen -= get(place, 4) == UNSEEN ? 1 : 0;
        set(place, 4, SEEN);
    }

    /// Reports every value for which the source has none.
    void reportUnseen(Connection connection, Shape shape, Differences differences) {
        if (unseen == 0) {
            return;
        }
        try (TargetRows values = open(connection, shape)) {
            while (values.next()) {
                name(text(values, 0), text(values, 1));
                if (takeUnseen(hash.high(), hash.low())) {
                    differences.add(new Difference(shape.table(), text(values, 0), java.util.Optional.of(text(values, 1)),
                            Difference.Kind.EXTRA, "quarantine", java.util.Optional.empty(), java.util.Optional.empty()));
                }
            }
        }
    }

    private boolean takeUnseen(long high, long low) {
        for (long place = high & mask; get(place, 4) != 0; place = (place + 1) & mask) {
            if (get(place, 0) == high && get(place, 1) == low && get(place, 4) == UNSEEN) {
                set(place, 4, SEEN);
                return true;
            }
        }
        return false;
    }

    private long get(long place, int part) {
        return places.getAtIndex(LONG, place * PLACE_LONGS + part);
    }

    private void set(long place, int part, long value) {
        places.setAtIndex(LONG, place * PLACE_LONGS + part, value);
    }

    @Override
    public void close() {
        arena.close();
    }
}
