package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.codec.EncodeLog;
import dev.portage.codec.Surprise;
import dev.portage.schema.Identifier;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.source.SqliteValue;
import dev.portage.testing.SqliteScript;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever lies in a file: the suggestions leave nothing open, every value can be encoded as the plan says, and what is
/// not kept in the column alone was told beforehand.
class SuggestionsHoldTest {
    private static final List<String> TYPES = List.of("", "INTEGER", "INT", "TINYINT", "REAL", "DOUBLE", "NUMERIC",
            "DECIMAL(6,2)",
            "DECIMAL(1500,2)", "TEXT", "VARCHAR(4)", "CHAR(2)", "BLOB", "BOOLEAN", "DATE", "DATETIME", "TIMESTAMP", "TIME",
            "JSON",
            "UUID", "STRING", "FLOATING POINT", "MONEY", "ENUM");
    private static final List<List<String>> POOLS = List.of(List.of("1", "0", "NULL"),
            List.of("1", "-7", "9007199254740993", "NULL"),
            List.of("1.5", "2.25", "0.1 + 0.2", "9e999", "-9e999", "1e23", "-0.0"), List.of("1", "2.5", "9223372036854775807"),
            List.of("'a'", "'bb'", "'ccccc'", "'😀😀😀😀'"), List.of("''", "3", "NULL"), List.of("''", "NULL"),
            List.of("char(0)", "'x'"), List.of("CAST(x'ff' AS TEXT)", "'x'"), List.of("x'00'", "x'6162'"),
            List.of("x'00'", "'t'", "4", "4.5"), List.of("'true'", "'no'", "1"), List.of("'2024-02-29'", "'1999-12-31'"),
            List.of("'2024-02-29 10:11:12'", "NULL"), List.of("'2024-02-29T10:11:12Z'", "'2024-02-29T10:11:12.5Z'"),
            List.of("'2024-02-29T10:11:12+02:00'", "'2024-02-29T08:11:12+00:00'"), List.of("'2024-02-29T10:11:12.1234567'"),
            List.of("'10:11:12'", "'23:59:59'"), List.of("1712325106", "1612325106"), List.of("1712325106123"),
            List.of("2459248.5"),
            List.of("'{\"a\":1}'", "'[1,2]'"), List.of("'{\"a\":1,\"a\":2}'", "'{\"x\":\"\\u0000\"}'"), List.of("'{a:1}'", "'1'"),
            List.of("'0b0e7c3a-4a52-4f0e-9c0e-1d2f3a4b5c6d'"), List.of("'10'", "10", "'1e1'", "10.0"));

    @TempDir
    Path folder;

    @Test
    void every_value_can_be_encoded_as_planned_and_nothing_is_lost_unsaid() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            String script = script(random);
            Path file = SqliteScript.run(folder.resolve(round + ".db"), script);
            try (SqliteFile source = SqliteFile.openPrivate(file)) {
                MigrationPlan plan = Planner.plan("app.db", source, SqliteSchemaReader.read(source), PlannedSource.suggestions(),
                        Planner.Progress.NONE);
                assertThat(plan.open()).as(script).isEmpty();
                plan.moved().forEach(table -> table.columns().forEach(column -> encode(source, plan, table, column, script)));
            }
        }
    }

    private static String script(Random random) {
        StringBuilder script = new StringBuilder("CREATE TABLE t(id INTEGER PRIMARY KEY");
        StringBuilder keyed = new StringBuilder("CREATE TABLE k(v ");
        int columns = 1 + random.nextInt(5);
        StringBuilder inserts = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            script.append(", c").append(i).append(' ').append(pick(random, TYPES));
        }
        script.append(");\n");
        keyed.append(pick(random, TYPES)).append(" PRIMARY KEY DESC);\n"); // DESC: never the rowid, so that any value goes in
        List<List<String>> pools = random.ints(columns + 2L, 0, POOLS.size()).mapToObj(POOLS::get).toList();
        for (int row = 1; row <= 8; row++) {
            inserts.append("INSERT INTO t VALUES(").append(row);
            for (int i = 0; i < columns; i++) {
                inserts.append(", ").append(pick(random, pools.get(i)));
            }
            inserts.append(");\nINSERT OR IGNORE INTO k VALUES(")
                    .append(pick(random, pools.get(columns + (random.nextInt(4) == 0 ? 1 : 0)))).append(");\n");
        }
        return script.append(keyed).append(inserts).toString();
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static void encode(SqliteFile source, MigrationPlan plan, TablePlan table, ColumnPlan column, String script) {
        ColumnCodec codec = ColumnCodec.of(column.mapping());
        var heard = new Heard();
        var out = new CopyBinaryWriter((_, _, _) -> {}, 1 << 16);
        String sql = "SELECT " + Identifier.quote(column.source().name()) + " FROM " + Identifier.quote(table.source().name());
        String where = table.source().name() + "." + column.source().name() + " as " + column.mapping() + "\n" + script;
        try (RowCursor row = source.rows(sql, List.of())) {
            while (row.next()) {
                out.startRow(1);
                codec.encode(row, 0, out, heard);
                if (column.notNull()) {
                    assertThat(row.storageClass(0)).as(where).isNotEqualTo(StorageClass.NULL);
                }
            }
        } catch (Surprise e) {
            fail(e.reason() + " in " + where);
        }
        Set<HazardCode> told = EnumSet.noneOf(HazardCode.class);
        plan.hazards().stream().filter(h -> h.table().equals(Optional.of(table.source().name()))
                && h.column().equals(Optional.of(column.source().name()))).forEach(h -> told.add(h.code()));
        if (!heard.losses.isEmpty()) {
            assertThat(told).as(heard.losses + " in " + where).contains(HazardCode.ROLLBACK_LOSSY);
        }
        if (heard.quarantined) {
            assertThat(told).as("quarantined in " + where).isNotEmpty();
        }
    }

    private static final class Heard implements EncodeLog {
        private final Set<Loss> losses = EnumSet.noneOf(Loss.class);
        private boolean quarantined;

        @Override
        public void lost(Loss loss) {
            losses.add(loss);
        }

        @Override
        public void quarantine(StorageClass storageClass, SqliteValue value) {
            quarantined = true;
        }
    }
}
