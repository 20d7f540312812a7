package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.codec.ColumnCodec;
import dev.portage.codec.CopyBinaryWriter;
import dev.portage.codec.EncodeLog;
import dev.portage.codec.Surprise;
import dev.portage.mapping.ColumnMapping;
import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import dev.portage.mapping.ValueForm;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.plan.TablePlan;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteValue;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Encoder and verifier, written apart from the same rules, must agree on every value that the encoder takes: a value in
/// every storage class, affinity, type and form, copied by the one and compared by the other, gives no difference.
class CodecAgreementIT {
    private static final List<String> DECLARED = List.of("INTEGER", "NUMERIC", "REAL", "TEXT", "");
    private static final List<String> LITERALS = List.of("NULL", "0", "1", "-1", "32767", "32768", "-32769", "2147483648",
            "9007199254740992", "9007199254740993", "9223372036854775807", "(-9223372036854775807 - 1)",
            "9223372036854775808.0", "9223372036854774784.0", "1700000000", "1700000000123", "1700000000123456", "9e999",
            "-9e999", "1e23", "0.1 + 0.2", "5e-324", "1.7976931348623157e308", "1.5", "2.0", "19.99", "12.345", "-2.5", "3.5",
            "1e-7", "1700000000.25", "1700000000.123457", "1700000000.1234567", "-1700000000.75", "2460310.5",
            "2460380.024259259", "2460380.0242592593", "1.0e15", "123456789.123456789", "99999999999.5", "''", "'10'", "' 10'",
            "'1e3'", "'abc'", "'äbcd'", "'a\\b'", "'Ünïcode 😀'", "'true'", "'FALSE'", "'10.50'", "'10.555'",
            "CAST(x'610062' AS TEXT)", "CAST(x'ff' AS TEXT)", "CAST(x'61c080' AS TEXT)", "CAST(x'eda080' AS TEXT)",
            "CAST(x'e282' AS TEXT)", "CAST(x'f09f9841' AS TEXT)", "x''", "x'00'", "x'ff00ff'", "'2024-03-31 02:30:00'",
            "'2024-10-27 02:30:00'", "'2024-02-29 12:34:56'", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'",
            "'2024-02-29 24:00:00'", "'2024-02-29T12:34:56.000Z'", "'2024-02-29T12:34:56.123Z'",
            "'2024-02-29T12:34:56.123456+02:00'", "'2024-02-29T12:34:56-03:30'", "'2024-02-29'", "'0001-01-01'",
            "'23:59:59.999999'", "'00:00:00'", "'00112233-4455-6677-8899-aabbccddeeff'",
            "'00112233445566778899AABBCCDDEEFF'", "'{00112233-4455-6677-8899-aabbccddeeff}'",
            "'{\"a\": 1, \"a\": [1.0, 1e400]}'", "'{\"b\":2}'", "'\"\\u0000\"'", "'null'", "'\"\\ud800\"'", "'[1.50e1,-0.0]'",
            "'{\"a\":1,\"a\":1}'", "zeroblob(100000)", "printf('%.*c', 100000, 'x')", "CAST(x'31c3a9' AS TEXT)", "'ab'", "'ab '",
            "'abc '", "'Ünï'", "x'00112233445566778899aabbccddeeff'",
            "x'00112233445566778899aabbccddee'", "'1999-12-31T23:59:59.500Z'", "'2024-02-29T12:34:56.995Z'",
            "'2024-02-29T12:34:56.120Z'", "'12:00:00.500000'", "'12:00:00.123456'", "-1700000000050", "1700000000.0");
    private static final IsoPattern SECONDS = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.NONE, 0, Zone.NONE);
    private static final IsoPattern MILLIS = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.FIXED, 3, Zone.Z);
    private static final IsoPattern OFFSET = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
            Zone.OFFSET_COLON);
    private static final IsoPattern DAY = new IsoPattern(true, (char) 0, TimePart.NONE, Fraction.NONE, 0, Zone.NONE);
    private static final IsoPattern CLOCK = new IsoPattern(false, (char) 0, TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
            Zone.NONE);

    @TempDir
    Path folder;

    private long compared;

    private record Way(String type, ValueForm form) {}

    private record Kept(StorageClass storageClass, SqliteValue value) {}

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        List<String> plain = List.of("smallint", "integer", "bigint", "double precision", "real", "numeric", "numeric(12,2)",
                "boolean", "text", "varchar(3)", "bytea", "json", "jsonb", "uuid");
        plain.forEach(type -> ways.add(new Way(type, new ValueForm.Plain())));
        plain.forEach(type -> ways.add(new Way(type, new ValueForm.Quarantined())));
        List.of(new ValueForm.AnyAsText(), new ValueForm.Escaped(), new ValueForm.Stripped(),
                new ValueForm.Transcoded(StandardCharsets.ISO_8859_1)).forEach(form -> {
                    ways.add(new Way("text", form));
                    ways.add(new Way("varchar(3)", form));
                });
        List.of(new ValueForm.ClassedBytes(), new ValueForm.TextBytes()).forEach(form -> ways.add(new Way("bytea", form)));
        ways.add(new Way("boolean", new ValueForm.Words(List.of("true"), List.of("false"))));
        for (Unit unit : Unit.values()) {
            ways.add(new Way("timestamptz", new ValueForm.Epoch(unit)));
            ways.add(new Way("timestamp", new ValueForm.Epoch(unit)));
        }
        ways.add(new Way("timestamp", new ValueForm.IsoText(SECONDS, Optional.empty())));
        ways.add(new Way("timestamptz", new ValueForm.IsoText(SECONDS, Optional.of(ZoneId.of("Europe/Berlin")))));
        ways.add(new Way("timestamptz", new ValueForm.IsoText(MILLIS, Optional.empty())));
        ways.add(new Way("timestamptz", new ValueForm.IsoText(OFFSET, Optional.empty())));
        ways.add(new Way("timestamp", new ValueForm.IsoText(OFFSET, Optional.empty())));
        ways.add(new Way("timestamp", new ValueForm.IsoText(DAY, Optional.empty())));
        ways.add(new Way("date", new ValueForm.IsoText(DAY, Optional.empty())));
        ways.add(new Way("time", new ValueForm.IsoText(CLOCK, Optional.empty())));
        ways.addAll(waysOfAnExistingSchema());
        return ways;
    }

    private static List<Way> waysOfAnExistingSchema() {
        List<Way> ways = new ArrayList<>();
        for (String type : List.of("char(3)", "bpchar", "citext")) {
            ways.add(new Way(type, new ValueForm.Plain()));
            ways.add(new Way(type, new ValueForm.Quarantined()));
            ways.add(new Way(type, new ValueForm.AnyAsText()));
        }
        ways.add(new Way("enum", new ValueForm.Label(List.of("abc", "true", "a\\b", "Ünïcode 😀"))));
        ways.add(new Way("uuid", new ValueForm.UuidBytes()));
        ways.add(new Way("numeric", new ValueForm.Digits()));
        ways.add(new Way("numeric(12,2)", new ValueForm.Digits()));
        ways.add(new Way("timestamptz(0)", new ValueForm.IsoText(MILLIS, Optional.empty())));
        ways.add(new Way("timestamp(2)", new ValueForm.IsoText(MILLIS, Optional.empty())));
        ways.add(new Way("timestamptz(3)", new ValueForm.IsoText(OFFSET, Optional.empty())));
        ways.add(new Way("time(3)", new ValueForm.IsoText(CLOCK, Optional.empty())));
        for (Unit unit : Unit.values()) {
            ways.add(new Way("timestamptz(1)", new ValueForm.Epoch(unit)));
        }
        return ways;
    }

    @Test
    void what_the_encoder_takes_the_verifier_finds_equal() throws SQLException, IOException {
        List<String> wrong = new ArrayList<>();
        try (TestDatabase database = TestPostgres.v18().freshDatabase(); Connection target = database.connect()) {
            database.execute(Sides.QUARANTINE + "; CREATE EXTENSION citext SCHEMA public;"
                    + " CREATE TYPE public.enum AS ENUM ('true', 'Ünïcode 😀', 'a\\b', 'abc', 'another')");
            for (String declared : DECLARED) {
                for (Way way : ways()) {
                    for (boolean lossy : new boolean[]{false, true}) {
                        move(database, target, declared, way, lossy, wrong);
                    }
                }
            }
        }
        System.out.printf("encoder and verifier agree on %,d values%n", compared);

        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(10_000);
    }

    private void move(TestDatabase database, Connection target, String declared, Way way, boolean lossy, List<String> wrong)
            throws SQLException, IOException {
        Path file = folder.resolve("app.db");
        Files.deleteIfExists(file);
        var sides = new Sides(folder, database).map("t.c", way.type, way.form, List.of(), lossy);
        fill(file, declared);
        TablePlan plan = sides.plan("t");
        ColumnMapping mapping = plan.columns().get(1).mapping();
        List<Long> surprising = surprising(sides, mapping);
        delete(file, surprising);
        copy(target, sides, mapping);
        for (TableVerdict verdict : List.of(sides.compare("t"), sides.compareUnordered("t"))) {
            if (verdict instanceof TableVerdict.Equal(long rows)) {
                compared += rows;
            } else {
                wrong.add("%s %s lossy=%s: %s".formatted(declared, mapping, lossy, verdict));
            }
        }
    }

    private static void fill(Path file, String declared) throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = sqlite.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
            sqlite.setAutoCommit(false);
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, c %s)".formatted(declared));
            for (String literal : LITERALS) {
                statement.execute("INSERT INTO t (c) VALUES (%s)".formatted(literal));
            }
            // A parameter keeps the sign that the parser drops.
            try (PreparedStatement minusZero = sqlite.prepareStatement("INSERT INTO t (c) VALUES (?)")) {
                minusZero.setDouble(1, -0.0);
                minusZero.execute();
            }
            sqlite.commit();
        }
    }

    private static List<Long> surprising(Sides sides, ColumnMapping mapping) {
        List<Long> surprising = new ArrayList<>();
        ColumnCodec codec = ColumnCodec.of(mapping);
        try (SqliteFile file = sides.open(); RowCursor row = file.rows("SELECT id, c FROM t", List.of())) {
            while (row.next()) {
                var out = new CopyBinaryWriter((_, _, _) -> {}, 1_024);
                out.startRow(1);
                try {
                    codec.encode(row, 1, out, new Log());
                } catch (Surprise _) {
                    surprising.add(row.integer(0));
                }
            }
        }
        return surprising;
    }

    private static void delete(Path file, List<Long> ids) throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = sqlite.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
            statement.execute("DELETE FROM t WHERE id IN (%s)".formatted(String.join(",", ids.stream().map(String::valueOf)
                    .toList())));
        }
    }

    private static void copy(Connection target, Sides sides, ColumnMapping mapping) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(
                    "DROP TABLE IF EXISTS public.t; DELETE FROM portage.quarantine; CREATE TABLE public.t (id bigint, c %s)"
                            .formatted(Damage.made(mapping.type().sql())));
        }
        CopyIn copy = target.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY public.t FROM STDIN (FORMAT binary)");
        var out = new CopyBinaryWriter(copy::writeToCopy, 1_024);
        ColumnCodec codec = ColumnCodec.of(mapping);
        List<Runnable> quarantine = new ArrayList<>();
        try (SqliteFile file = sides.open(); RowCursor row = file.rows("SELECT id, c FROM t", List.of())) {
            while (row.next()) {
                var log = new Log();
                out.startRow(2);
                out.int8(row.integer(0));
                codec.encode(row, 1, out, log);
                long id = row.integer(0);
                log.kept.forEach(kept -> quarantine.add(() -> keep(target, id, kept)));
            }
        }
        out.finish();
        copy.endCopy();
        quarantine.forEach(Runnable::run);
    }

    private static void keep(Connection target, long id, Kept kept) {
        byte[] bytes = switch (kept.value) {
            case SqliteValue.Int(long whole) -> java.nio.ByteBuffer.allocate(8).putLong(whole).array();
            case SqliteValue.Real(double real) -> java.nio.ByteBuffer.allocate(8).putDouble(real).array();
            case SqliteValue.Text(byte[] utf8) -> utf8;
            case SqliteValue.Blob(byte[] blob) -> blob;
            case SqliteValue.Null _ -> throw new IllegalStateException("NULL is never quarantined");
        };
        try (PreparedStatement statement = target.prepareStatement(
                "INSERT INTO portage.quarantine VALUES ('m1', 'app.db', 't', ?::jsonb, 'c', ?, ?)")) {
            statement.setString(1, "[" + id + "]");
            statement.setString(2, kept.storageClass.name().toLowerCase(Locale.ROOT));
            statement.setBytes(3, bytes);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Log implements EncodeLog {
        private final List<Kept> kept = new ArrayList<>();

        @Override
        public void lost(Loss loss) {}

        @Override
        public void quarantine(StorageClass storageClass, SqliteValue value) {
            SqliteValue copy = switch (value) {
                case SqliteValue.Text(byte[] utf8) -> new SqliteValue.Text(utf8.clone());
                case SqliteValue.Blob(byte[] bytes) -> new SqliteValue.Blob(bytes.clone());
                case SqliteValue.Int _,SqliteValue.Real _,SqliteValue.Null _ -> value;
            };
            kept.add(new Kept(storageClass, copy));
        }
    }
}
