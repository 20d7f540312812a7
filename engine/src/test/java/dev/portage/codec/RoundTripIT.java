package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.IsoPattern;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/// Every storage class in columns of every affinity, through PostgreSQL's own COPY and back: the same class and the same
/// bytes, or something that was said.
class RoundTripIT {
    private static final List<String> DECLARED = List.of("INTEGER", "NUMERIC", "REAL", "TEXT", "");
    private static final List<String> LITERALS = List.of("NULL", "0", "1", "-1", "32767", "32768", "-32768", "-32769",
            "2147483647",
            "2147483648", "-2147483648", "-2147483649", "9007199254740992", "9007199254740993", "-9007199254740993",
            "9223372036854775807", "9223372036854775806", "-9223372036854775807", "(-9223372036854775807 - 1)",
            "9223372036854775808.0",
            "9223372036854774784.0", "1700000000", "1700000000123", "1700000000123456", "9e999", "-9e999", "1e23", "0.1 + 0.2",
            "4.9406564584124654e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "1.5", "2.0", "19.99", "12.345",
            "1e-7",
            "1700000000.25", "1700000000.123457", "2460310.5", "2460380.024259259", "1.0e15", "123456789.123456789",
            "CAST(x'' AS TEXT)", "'10'", "' 10'", "'1e3'", "'abc'", "'a\\b'", "'Ünïcode 😀'", "'true'", "'FALSE'", "'10.50'",
            "CAST(x'610062' AS TEXT)", "CAST(x'ff' AS TEXT)", "CAST(x'61c080' AS TEXT)", "CAST(x'eda080' AS TEXT)",
            "CAST(x'e282' AS TEXT)", "x''", "x'00'", "x'ff00ff'", "'2024-03-31 02:30:00'", "'2024-10-27 02:30:00'",
            "'2024-02-29 12:34:56'", "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'2024-02-29 24:00:00'",
            "'2024-02-29T12:34:56.000Z'", "'2024-02-29T12:34:56.123Z'", "'2024-02-29T12:34:56.123456+02:00'", "'2024-02-29'",
            "'0001-01-01'", "'23:59:59.999999'", "'00:00:00'", "'00112233-4455-6677-8899-aabbccddeeff'",
            "'00112233445566778899AABBCCDDEEFF'", "'{\"a\": 1, \"a\": [1.0, 1e400]}'", "'{\"b\":2}'", "'\"\\u0000\"'", "'null'",
            "'\\ud800'",
            "zeroblob(100000)", "printf('%.*c', 100000, 'x')", "CAST(x'31c3a9' AS TEXT)", "'ab'", "'ab '", "'abc '", "'Ünï'",
            "x'00112233445566778899aabbccddeeff'",
            "x'00112233445566778899aabbccddee'", "'1999-12-31T23:59:59.500Z'", "'2024-02-29T12:34:56.995Z'",
            "'2024-02-29T12:34:56.120Z'", "'12:00:00.500000'", "'12:00:00.123456'", "-1700000000050", "1700000000.0");
    private static final IsoPattern SECONDS = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.NONE, 0, Zone.NONE);
    private static final IsoPattern MILLIS = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.FIXED, 3, Zone.Z);
    private static final IsoPattern OFFSET = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
            Zone.OFFSET_COLON);
    private static final IsoPattern DAY = new IsoPattern(true, (char) 0, TimePart.NONE, Fraction.NONE, 0, Zone.NONE);
    private static final IsoPattern CLOCK = new IsoPattern(false, (char) 0, TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
            Zone.NONE);

    private int exact;
    private int quarantined;
    private int counted;
    private int surprises;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void every_value_comes_back_or_is_told(TestPostgres postgres) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (TestDatabase database = postgres.freshDatabase(); Connection target = database.connect()) {
            database.execute("CREATE EXTENSION citext SCHEMA public;"
                    + " CREATE TYPE public.enum AS ENUM ('true', 'Ünïcode 😀', 'a\\b', 'abc', 'another')");
            for (String declared : DECLARED) {
                List<SqliteValue> values = stored(declared);
                for (Way way : ways()) {
                    for (boolean lossy : new boolean[]{false, true}) {
                        var mapping = new ColumnMapping("c", Affinity.ofDeclared(declared), TargetType.parse(way.type), way.form,
                                List.of(), lossy);
                        roundTrip(target, mapping, values, wrong);
                    }
                }
            }
        }
        System.out.printf("%s: %,d values exact, %,d through the quarantine, %,d counted as lost, %,d surprises%n", postgres,
                exact,
                quarantined, counted, surprises);

        assertThat(wrong).isEmpty();
        assertThat(exact).isGreaterThan(5_000);
        assertThat(quarantined).isGreaterThan(500);
        assertThat(counted).isGreaterThan(100);
        assertThat(surprises).isGreaterThan(5_000);
    }

    private record Way(String type, ValueForm form) {}

    private record Row(SqliteValue value, FakeLog log) {}

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        List<String> plain = List.of("smallint", "integer", "bigint", "double precision", "real", "numeric", "numeric(12,2)",
                "boolean",
                "text", "varchar(3)", "bytea", "json", "jsonb", "uuid");
        plain.forEach(type -> ways.add(new Way(type, new ValueForm.Plain())));
        plain.forEach(type -> ways.add(new Way(type, new ValueForm.Quarantined())));
        List.of(new ValueForm.AnyAsText(), new ValueForm.Escaped(), new ValueForm.Stripped(),
                new ValueForm.Transcoded(StandardCharsets.ISO_8859_1)).forEach(form -> ways.add(new Way("text", form)));
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

    private static List<SqliteValue> stored(String declared) throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            sqlite.createStatement().execute("CREATE TABLE t(c %s)".formatted(declared));
            for (String literal : LITERALS) {
                sqlite.createStatement().execute("INSERT INTO t VALUES (%s)".formatted(literal));
            }
            // A parameter keeps the sign that the parser drops.
            try (var minusZero = sqlite.prepareStatement("INSERT INTO t VALUES (?)")) {
                minusZero.setDouble(1, -0.0);
                minusZero.execute();
            }
            return SqliteCells.read(sqlite, "t", List.of("c")).stream().map(List::getFirst).toList();
        }
    }

    private void roundTrip(Connection target, ColumnMapping mapping, List<SqliteValue> values, List<String> wrong)
            throws SQLException {
        execute(target, "CREATE TABLE public.t(n integer, c %s)".formatted(made(mapping.type())));
        List<Row> rows = copyIn(target, mapping, values);
        List<SqliteValue> back = copyOut(target, mapping);
        assertThat(back).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            judge(rows.get(i), back.get(i), mapping, wrong);
        }
        execute(target, "DROP TABLE public.t");
    }

    private static String made(TargetType type) {
        boolean own = type.kind() == TargetType.Kind.ENUM || type.kind() == TargetType.Kind.CITEXT;
        return own ? "public." + type.sql() : type.sql();
    }

    private List<Row> copyIn(Connection target, ColumnMapping mapping, List<SqliteValue> values) throws SQLException {
        CopyManager copies = target.unwrap(PGConnection.class).getCopyAPI();
        CopyIn copy = copies.copyIn("COPY public.t FROM STDIN (FORMAT binary)");
        var out = new CopyBinaryWriter(copy::writeToCopy, 1_024);
        ColumnCodec codec = ColumnCodec.of(mapping);
        List<Row> rows = new ArrayList<>();
        for (SqliteValue value : values) {
            if (fits(mapping, value)) {
                var log = new FakeLog();
                out.startRow(2);
                out.int4(rows.size());
                codec.encode(FakeRow.of(value), 0, out, log);
                rows.add(new Row(value, log));
            }
        }
        out.finish();
        assertThat(copy.endCopy()).as(mapping.toString()).isEqualTo(rows.size()).isEqualTo(out.rows());
        return rows;
    }

    private boolean fits(ColumnMapping mapping, SqliteValue value) {
        try {
            var _ = Encoded.of(mapping, value);
            return true;
        } catch (Surprise _) {
            surprises++;
            return false;
        }
    }

    private static List<SqliteValue> copyOut(Connection target, ColumnMapping mapping) throws SQLException {
        CopyManager copies = target.unwrap(PGConnection.class).getCopyAPI();
        CopyOut copy = copies.copyOut("COPY (SELECT c FROM public.t ORDER BY n) TO STDOUT (FORMAT binary)");
        var reader = new CopyBinaryReader(copy::readFromCopy);
        InverseCodec inverse = InverseCodec.of(mapping);
        List<SqliteValue> values = new ArrayList<>();
        while (reader.next()) {
            values.add(inverse.decode(reader.field(0)));
        }
        assertThat(copy.readFromCopy()).isNull();
        return values;
    }

    private void judge(Row row, SqliteValue back, ColumnMapping mapping, List<String> wrong) {
        List<SqliteValue> kept = row.log.quarantined;
        boolean restorable = row.log.losses.stream().allMatch(loss -> loss == EncodeLog.Loss.ZONE_OVERLAP);
        if (!kept.isEmpty()) {
            quarantined++;
            if (!kept.equals(List.of(row.value))) {
                wrong.add("%s: quarantine of %s holds %s".formatted(mapping, row.value, kept));
            }
        } else if (!restorable) {
            counted++;
        } else {
            exact++;
            // jsonb keeps the meaning of a text and prints it its own way.
            if (!back.equals(row.value) && mapping.type().kind() != TargetType.Kind.JSONB) {
                wrong.add("%s: %s came back as %s".formatted(mapping, row.value, back));
            }
        }
    }

    private static void execute(Connection target, String sql) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(sql);
        }
    }
}
