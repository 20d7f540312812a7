package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RestoredClassTest {
    private static final List<Affinity> COLUMNS = List.of(Affinity.INTEGER, Affinity.NUMERIC, Affinity.REAL, Affinity.TEXT,
            Affinity.BLOB);
    private static final List<String> ODD = List.of("", " ", "10", " 10", "10 ", "\t10\n", "\f1\u000b", "\u00a010", "1e3", "1E+3",
            "1e", "1e+", "0x10", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "9223372036854775807.0", "9223372036854774784.0", "-9223372036854775808.0", "1.0", ".5", "5.", ".", "+5", "+-5",
            "--5",
            "-0", "-0.0", "0.0", "1e400", "-1e400", "1e-400", "5e-324", "inf", "nan", "Infinity", "-Infinity", "٣", "１２",
            "1 2", "1_000", "1,5", "9007199254740993", "9007199254740993.0", "1e18", "1e19", "1.5e1",
            "007", "1.0E23", "1.7976931348623157E308", "4.9E-324", "1d", "1f", "0e0", "00000000000000000000000000000001",
            "100000000000000000000000", "0.1", "0.30000000000000004", "2024-01-01", "e5", ".e5", "5.e5", "1e5.5");
    private static final String ALPHABET = "0123456789019.eE+- ";

    @Test
    void every_odd_text_becomes_what_sqlite_makes_of_it() throws SQLException {
        assertAgrees(ODD, "odd texts");
    }

    @Test
    void random_texts_become_what_sqlite_makes_of_them() throws SQLException {
        long seed = 1_955;
        var random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(1, 15);
            for (int k = 0; k < length; k++) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            texts.add(text.toString());
        }
        assertAgrees(texts, "seed " + seed);
    }

    @Test
    void integers_around_every_power_of_two_are_kept_as_sqlite_keeps_them() throws SQLException {
        List<String> texts = new ArrayList<>();
        for (int power = 40; power < 66; power++) {
            var near = java.math.BigInteger.TWO.pow(power);
            for (int step = -2; step <= 2; step++) {
                var number = near.add(java.math.BigInteger.valueOf(step));
                texts.addAll(List.of(number.toString(), number.negate().toString(), number + ".0", number + "e0"));
            }
        }
        assertAgrees(texts, "powers of two");
    }

    @Test
    void the_shortest_decimal_of_a_double_gives_the_double_back_from_sqlite() throws SQLException {
        long seed = 31_337;
        var random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            double value = i % 2 == 0 ? random.nextDouble(-1e6, 1e6) : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                texts.add(ShortestDecimal.text(value));
            }
        }
        assertAgrees(texts, "seed " + seed);
    }

    @Test
    void a_text_restores_a_number_only_with_class_and_value() {
        assertThat(RestoredClass.restores(Affinity.NUMERIC, "10", new SqliteValue.Int(10))).isTrue();
        assertThat(RestoredClass.restores(Affinity.NUMERIC, "10", Encoded.text("10"))).isFalse();
        assertThat(RestoredClass.restores(Affinity.BLOB, "10", new SqliteValue.Int(10))).isFalse();
        assertThat(RestoredClass.restores(Affinity.REAL, "10.0", new SqliteValue.Real(10))).isTrue();
        assertThat(RestoredClass.restores(Affinity.NUMERIC, "Infinity", new SqliteValue.Real(Double.POSITIVE_INFINITY)))
                .isFalse();
    }

    private static void assertAgrees(List<String> texts, String label) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            sqlite.createStatement().execute("CREATE TABLE t(i INTEGER, n NUMERIC, r REAL, x TEXT, b BLOB)");
            try (PreparedStatement insert = sqlite.prepareStatement(
                    "INSERT INTO t SELECT v, v, v, v, v FROM (SELECT CAST(? AS TEXT) AS v)");
                    PreparedStatement clear = sqlite.prepareStatement("DELETE FROM t")) {
                for (String text : texts) {
                    insert.setBytes(1, text.getBytes(StandardCharsets.UTF_8));
                    insert.execute();
                    compare(sqlite, text, differences);
                    clear.execute();
                }
            }
        }
        assertThat(differences).as("%s, %d texts", label, texts.size()).isEmpty();
    }

    private static void compare(Connection sqlite, String text, List<String> differences) throws SQLException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        List<SqliteValue> stored = SqliteCells.read(sqlite, "t", List.of("i", "n", "r", "x", "b")).getFirst();
        for (int i = 0; i < COLUMNS.size(); i++) {
            SqliteValue ours = RestoredClass.restored(COLUMNS.get(i), utf8);
            if (!ours.equals(stored.get(i))) {
                differences.add("'%s' as %s: SQLite %s, ours %s".formatted(text, COLUMNS.get(i), stored.get(i), ours));
            }
        }
    }
}
