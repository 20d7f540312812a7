package dev.portage.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// Files of unusual shape, each moved once: what a row or a table costs where keys, values or the schema are odd.
final class Shapes {
    private static final int LARGEST_VALUE = 40_000_000;
    private static final int LARGE_VALUES = 5;
    private static final int COLUMNS = 500;
    private static final int ROWS_A_TINY_TABLE = 10;
    private static final long GAP = 1_000_003_003L;

    private Shapes() {}

    /// A move of one shape.
    ///
    /// @param rows of all tables
    /// @param bytes of the file
    record Measured(String name, int tables, long rows, long bytes, Run run) {}

    private record Shape(String name, int tables, long rows, SqliteBuilder.Content content) {}

    /// Moves all shapes.
    ///
    /// @param scale 1,000,000 for a fifth as many rows, 10,000 tables and values of 40 MB; other numbers in proportion
    static List<Measured> measure(Server server, Workspace workspace, int scale) throws Exception {
        List<Measured> measured = new ArrayList<>();
        for (Shape shape : shapes(scale)) {
            Path file = SqliteBuilder.make(workspace.files().resolve("%s-%d.db".formatted(shape.name().replace(' ', '-'), scale)),
                    shape.content());
            Run run = Measurement.of(server, new PortageMove(workspace.portage(), file, workspace.work()));
            Progress.say("shape %s: %.2f s".formatted(shape.name(), run.seconds()));
            measured.add(new Measured(shape.name(), shape.tables(), shape.rows(), Files.size(file), run));
        }
        return measured;
    }

    private static List<Shape> shapes(int scale) {
        int rows = scale / 5;
        int tables = Math.max(1, scale / 100);
        int longRows = rows / 4;
        int wideRows = Math.max(1, rows / 100);
        int largest = (int) Math.min(LARGEST_VALUE, scale * 40L);
        return List.of(keys("dense rowids", rows, number -> number + 1L),
                keys("sparse rowids", rows, number -> number * GAP),
                keys("negative rowids", rows, number -> number - Long.MAX_VALUE / 2),
                keys("rowids around zero", rows, number -> number - rows / 2L),
                keys("huge rowids", rows, number -> Long.MAX_VALUE - rows + number),
                keys("one row far away", rows, number -> number == 0 ? Long.MIN_VALUE : Long.MAX_VALUE - rows + number),
                keys("one huge table", rows * 10, number -> number + 1L),
                new Shape("tiny tables", tables, (long) tables * ROWS_A_TINY_TABLE,
                        connection -> tinyTables(connection, tables)),
                new Shape("values of 2000 bytes", 1, longRows, connection -> texts(connection, longRows, 2_000)),
                new Shape("values of 40 MB", 1, LARGE_VALUES, connection -> blobs(connection, largest)),
                new Shape("500 columns", 1, wideRows, connection -> wide(connection, wideRows)));
    }

    private static Shape keys(String name, int rows, IntToLongFunction key) {
        return new Shape(name, 1, rows, connection -> {
            SqliteBuilder.script(connection, "create table t (id integer primary key, a integer, b text, c real);\n");
            SqliteBuilder.insert(connection, "t", 4, rows, number -> new @Nullable Object[]{key.applyAsLong(number), number,
                    "row " + number + " of a table whose keys are of one kind", number % 9 == 0 ? null : number / 8.0});
        });
    }

    private static void tinyTables(Connection connection, int tables) throws SQLException {
        for (int i = 0; i < tables; i++) {
            String table = "t" + i;
            SqliteBuilder.script(connection,
                    "create table %s (id integer primary key, name text not null unique, amount real);\n".formatted(table));
            SqliteBuilder.insert(connection, table, 3, ROWS_A_TINY_TABLE,
                    number -> new @Nullable Object[]{number, "name " + number, number / 4.0});
        }
    }

    private static void texts(Connection connection, int rows, int bytes) throws SQLException {
        SplittableRandom random = new SplittableRandom(1);
        SqliteBuilder.script(connection, "create table t (id integer primary key, value text);\n");
        SqliteBuilder.insert(connection, "t", 2, rows, number -> new @Nullable Object[]{number, text(random, bytes)});
    }

    private static String text(SplittableRandom random, int letters) {
        byte[] text = new byte[letters];
        random.nextBytes(text);
        for (int i = 0; i < letters; i++) {
            text[i] = (byte) ('a' + (text[i] & 15));
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void blobs(Connection connection, int bytes) throws SQLException {
        SplittableRandom random = new SplittableRandom(2);
        SqliteBuilder.script(connection, "create table t (id integer primary key, value blob);\n");
        SqliteBuilder.insert(connection, "t", 2, LARGE_VALUES, number -> {
            byte[] blob = new byte[bytes];
            random.nextBytes(blob);
            return new @Nullable Object[]{number, blob};
        });
    }

    private static void wide(Connection connection, int rows) throws SQLException {
        StringBuilder sql = new StringBuilder("create table t (id integer primary key");
        for (int i = 1; i < COLUMNS; i++) {
            sql.append(", c").append(i).append(i % 2 == 0 ? " integer" : " real");
        }
        SqliteBuilder.script(connection, sql.append(");\n").toString());
        SqliteBuilder.insert(connection, "t", COLUMNS, rows, number -> {
            @Nullable
            Object[] values = new @Nullable Object[COLUMNS];
            Arrays.setAll(values, i -> i % 2 == 0 ? (Object) (number + i) : (Object) (number + i / 8.0));
            return values;
        });
    }
}
