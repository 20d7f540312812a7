package dev.portage.sql;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One table of typed columns with the same generated rows in SQLite and in PostgreSQL.
final class ExpressionRows {
    static final List<ColumnTarget> COLUMNS = List.of(ColumnTarget.of("id", TargetType.of(Kind.BIGINT)),
            ColumnTarget.of("n", TargetType.of(Kind.BIGINT)), ColumnTarget.of("m", TargetType.of(Kind.INTEGER)),
            ColumnTarget.of("s", TargetType.of(Kind.TEXT)), ColumnTarget.of("v", TargetType.varchar(40)),
            ColumnTarget.of("c", TargetType.of(Kind.TEXT)).withCollation("NOCASE"),
            ColumnTarget.of("t", TargetType.of(Kind.TEXT)).withCollation("RTRIM"),
            ColumnTarget.of("r", TargetType.of(Kind.DOUBLE_PRECISION)), ColumnTarget.of("p", TargetType.numeric(10, 2)),
            ColumnTarget.of("b", TargetType.of(Kind.BOOLEAN)), ColumnTarget.of("x", TargetType.of(Kind.BYTEA)),
            ColumnTarget.of("d", TargetType.of(Kind.DATE)).withForm(iso(false)),
            ColumnTarget.of("at", TargetType.of(Kind.TIMESTAMP)).withAffinity(Affinity.NUMERIC).withForm(iso(true)),
            ColumnTarget.of("tz", TargetType.of(Kind.TIMESTAMPTZ)).withForm(iso(true)),
            ColumnTarget.of("tm", TargetType.of(Kind.TIME))
                    .withForm(form(false, '\0', IsoPattern.TimePart.MINUTES, IsoPattern.Fraction.NONE, 0, IsoPattern.Zone.NONE)),
            ColumnTarget.of("z", TargetType.of(Kind.TIMESTAMPTZ))
                    .withForm(form(true, 'T', IsoPattern.TimePart.SECONDS, IsoPattern.Fraction.FIXED, 3, IsoPattern.Zone.Z)),
            ColumnTarget.of("us", TargetType.of(Kind.TIMESTAMP)).withForm(form(true, ' ', IsoPattern.TimePart.SECONDS,
                    IsoPattern.Fraction.OMITTED_IF_ZERO, 6, IsoPattern.Zone.NONE)),
            ColumnTarget.of("j", TargetType.of(Kind.JSON)), ColumnTarget.of("jb", TargetType.of(Kind.JSONB)));

    private static final List<String> TEXTS = List.of("", "a", "A", "b", "abc", "ABC", "aBc  ", "abc ", "ä", "Ä", "日本", "😀x",
            "10", "9", "1.5",
            "a%b", "a_b", "[x]", "a\\b", "x'y", "line\nbreak", "zebra", "0", "-1", "a-b", "2020-01-01");
    private static final List<Long> NUMBERS = List.of(0L, 1L, -1L, 2L, 3L, 7L, -7L, 10L, 255L, 4_000_000_000L,
            9_007_199_254_740_993L,
            Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Double> REALS = List.of(0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 0.1, 1e10, 123456.789, 1e300, -1e-300,
            0.49999999999999994, 4503599627370497.0);
    private static final List<String> DECIMALS = List.of("0", "1", "-1", "0.5", "19.99", "10", "-2.25", "12345678.9");
    private static final List<String> DATES = List.of("2020-01-01", "1999-12-31", "2024-02-29");
    private static final List<String> DAYS = List.of("0001-01-01", "0004-02-29", "1582-10-10", "1900-02-28", "1969-12-31",
            "1970-01-01",
            "2000-02-29", "2020-01-31", "2021-01-03", "2023-03-31", "2024-12-29", "2038-01-19", "9998-12-31", "9999-12-31");
    private static final List<String> CLOCKS = List.of("00:00:00", "00:30:59", "11:59:59", "12:00:00", "13:05:09", "23:59:59");
    private static final List<String> FRACTIONS = List.of("", ".000001", ".001000", ".123456", ".500000", ".999000", ".999999");
    private static final List<String> DOCUMENTS = List.of("1", "-0.5", "1e5", " true ", "false", "null", "\"a\"", "[]",
            "[1, [2], {}]",
            "{\"a\": [1]}", "\n123456789012345678901234567890 ");

    private ExpressionRows() {}

    private static ValueForm iso(boolean time) {
        return new ValueForm.IsoText(
                new IsoPattern(true, time ? ' ' : 0, time ? IsoPattern.TimePart.SECONDS : IsoPattern.TimePart.NONE,
                        IsoPattern.Fraction.NONE, 0, IsoPattern.Zone.NONE),
                Optional.of(java.time.ZoneOffset.UTC));
    }

    private static ValueForm form(boolean date, char separator, IsoPattern.TimePart time, IsoPattern.Fraction fraction,
            int digits, IsoPattern.Zone zone) {
        return new ValueForm.IsoText(new IsoPattern(date, separator, time, fraction, digits, zone), Optional.empty());
    }

    static void fill(Connection sqlite, Connection postgres, int rows, Random random) throws SQLException {
        try (Statement one = sqlite.createStatement(); Statement other = postgres.createStatement()) {
            one.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, m INT, s TEXT, v VARCHAR(40), c TEXT COLLATE NOCASE, "
                    + "t TEXT COLLATE RTRIM, r REAL, p DECIMAL(10,2), b BOOLEAN, x BLOB, d TEXT, at DATETIME, tz TEXT, tm TEXT, z TEXT, us TEXT, "
                    + "j TEXT, jb TEXT)");
            other.execute(
                    "CREATE TABLE public.t(id bigint PRIMARY KEY, n bigint, m integer, s text, v varchar(40), c text, t text, "
                            + "r double precision, p numeric(10,2), b boolean, x bytea, d date, at timestamp, tz timestamptz, "
                            + "tm time, z timestamptz, us timestamp, j json, jb jsonb)");
        }
        String values = "INSERT INTO %s VALUES (?, ?, ?, ?, ?, ?, ?, ?, %s, %s, ?, %s, %s, %s, %s, %s, %s, %s, %s)";
        try (PreparedStatement one = sqlite
                .prepareStatement(values.formatted("t", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?"));
                PreparedStatement other = postgres
                        .prepareStatement(values.formatted("public.t", "?::text::numeric", "?::int::boolean", "?::text::date",
                                "?::text::timestamp", "(?::text || '+00')::timestamptz", "?::text::time",
                                "?::text::timestamptz", "?::text::timestamp", "?::text::json", "?::text::jsonb"))) {
            for (int id = 1; id <= rows; id++) {
                List<@Nullable Object> row = row(id, random);
                for (int i = 0; i < row.size(); i++) {
                    one.setObject(i + 1, i == 8 && row.get(i) != null ? Double.valueOf(row.get(i).toString()) : row.get(i));
                    other.setObject(i + 1, row.get(i));
                }
                one.execute();
                other.execute();
            }
        }
    }

    private static List<@Nullable Object> row(long id, Random random) {
        var row = new ArrayList<@Nullable Object>();
        row.add(id);
        row.add(one(NUMBERS, random));
        Long small = one(NUMBERS.subList(0, 9), random);
        row.add(small == null ? null : small.intValue());
        for (int i = 0; i < 4; i++) {
            row.add(one(TEXTS, random));
        }
        row.add(one(REALS, random));
        row.add(one(DECIMALS, random));
        row.add(one(List.of(0, 1), random));
        String bytes = one(TEXTS, random);
        row.add(bytes == null ? null : bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<String> days = random.nextBoolean() ? DATES : DAYS;
        row.add(one(days, random));
        String date = one(days, random);
        row.add(date == null ? null : date + " 10:00:00");
        row.add(date == null ? null : date + (random.nextBoolean() ? " 10:00:00" : " 00:30:59"));
        String clock = one(CLOCKS, random);
        row.add(clock == null ? null : clock.substring(0, 5));
        String instant = one(DAYS, random);
        row.add(instant == null
                ? null
                : instant + "T" + CLOCKS.get(random.nextInt(6)) + ".%03dZ".formatted(random.nextInt(1000)));
        row.add(instant == null
                ? null
                : instant + " " + CLOCKS.get(random.nextInt(6)) + FRACTIONS.get(random.nextInt(FRACTIONS.size())));
        row.add(one(DOCUMENTS, random));
        row.add(one(DOCUMENTS, random));
        return row;
    }

    private static <T> @Nullable T one(List<T> values, Random random) {
        return random.nextInt(8) == 0 ? null : values.get(random.nextInt(values.size()));
    }
}
