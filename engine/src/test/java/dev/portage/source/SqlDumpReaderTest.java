package dev.portage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.SourceException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlDumpReaderTest {
    private static final SqlDumpErrors ERRORS = new SqlDumpErrors("d.sql");

    private static SqlDumpReader reader(InputStream in, int longest) {
        return new SqlDumpReader(in, ERRORS, new SqlDumpLimits(longest, Long.MAX_VALUE, Duration.ofMinutes(1)));
    }

    private static List<String> split(InputStream in) throws IOException {
        var found = new ArrayList<String>();
        SqlDumpReader reader = reader(in, 1 << 20);
        for (var next = reader.next(); next != null; next = reader.next()) {
            found.add(next.line() + " " + new String(next.text(), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> split(String text) throws IOException {
        return split(bytes(text));
    }

    private static void refused(String text, String code, String words) {
        assertThatThrownBy(() -> split(text)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.line()).contains(words);
        });
    }

    @Test
    void a_semicolon_in_strings_names_and_comments_ends_nothing() throws Exception {
        assertThat(split("a ';''' ; b \";\"\"\" ; c `;``` ; d [;'] ; e -- ;'\n ; f /* ;' */ ; g x';' ;")).containsExactly(
                "1 a ';''' ;", "1 b \";\"\"\" ;", "1 c `;``` ;", "1 d [;'] ;", "1 e -- ;'\n ;", "2 f /* ;' */ ;", "2 g x';' ;");
    }

    @Test
    void blanks_comments_marks_and_lone_semicolons_between_statements_are_passed_over() throws Exception {
        assertThat(split("\u00ef\u00bb\u00bf\n;;-- x\n/* y\n*/ a;\r\n\tb;\n-- end")).containsExactly("4 a;", "5 b;");
        assertThat(split("")).isEmpty();
        assertThat(split("-- no more\n/**/")).isEmpty();
    }

    @Test
    void a_line_is_counted_through_strings() throws Exception {
        assertThat(split("a '\n\n';\nb\n;c;")).containsExactly("1 a '\n\n';", "4 b\n;", "5 c;");
    }

    @Test
    void a_trigger_ends_at_its_end_not_at_that_of_a_case() throws Exception {
        String trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 2 THEN 3 END; /* x */ ; "
                + "UPDATE \"END\" SET a = 'END;' ; end /* ; */ ;";
        assertThat(split(trigger + "b;")).containsExactly("1 " + trigger, "1 b;");
        assertThat(split("CREATE TABLE trigger_a(b); CREATE TABLE \"trigger\"(a);")).hasSize(2);
        assertThat(split("INSERT INTO create VALUES(trigger); x;")).hasSize(2);
        assertThat(split("CREATE VIEW trigger AS x; y;")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            a;\\nb 'x        | PT-170 | (line 2)
            a;\\n\\nb        | PT-170 | begins at line 3
            a; /* never      | PT-170 | within a comment
            a /* never       | PT-170 | within a string, a quoted name or a comment
            a [never;        | PT-170 | of the statement that begins at line 1
            CREATE TRIGGER t BEGIN x; | PT-170 | cut short
            CREATE TRIGGER t BEGIN x; END | PT-170 | cut short
            .read /etc/passwd\\n| PT-171 | the sqlite3 program
            a;\\n\\connect x | PT-172 | PostgreSQL (line 2)
            a ?1;            | PT-171 | a parameter
            a\\n :x;         | PT-171 | line 2
            a @x;            | PT-171 | a parameter
            a $x;            | PT-171 | a parameter
            """)
    void what_no_dump_has_is_refused_with_its_line(String text, String code, String words) {
        refused(text.replace("\\n", "\n"), code, words);
    }

    @Test
    void a_zero_byte_is_refused_with_its_line() {
        refused("a;\nb '\n\0';", "PT-173", "line 3");
        refused("a \0;", "PT-173", "zero byte");
    }

    @Test
    void a_statement_beyond_the_limit_is_refused_before_it_is_read_whole() {
        var in = new InputStream() {
            private long given;

            @Override
            public int read() {
                return given++ == 0 ? '\'' : 'x';
            }

            @Override
            public int read(byte[] to, int from, int length) {
                for (int i = from; i < from + length; i++) {
                    to[i] = (byte) read();
                }
                return length;
            }
        };

        assertThatThrownBy(() -> reader(in, 100_000).next()).isInstanceOfSatisfying(SourceException.class,
                e -> assertThat(e.line()).contains("PT-174", "longer than 100,000 bytes"));
        assertThat(in.given).isLessThan(200_000);
    }

    @Test
    void a_statement_of_just_the_limit_is_read() throws Exception {
        String longest = "'" + "x".repeat(99_997) + "';";
        assertThat(reader(bytes(longest + "\n"), 100_000).next()).isNotNull();
    }

    /// Statements of random tokens, joined and read in random pieces, come out as they went in.
    @Test
    void statements_come_out_as_they_went_in() throws Exception {
        long seed = Long.getLong("portage.seed", System.nanoTime());
        var random = new Random(seed);
        String[] tokens = {"'a;''b'", "\"c;\"\"\"", "`;`", "[;']", "-- ;'\"\n", "/* ;' **/", "x'0;f'", "word", "1.5e3", "END",
                "CREATE",
                "BEGIN", "->", "-", "/", "*", "(", ")", "\u00ff\u00fe", "'\n'", "'\u00ed\u00a0\u0080'", "\r\n"};
        for (int round = 0; round < 60; round++) {
            var text = new StringBuilder();
            var expected = new ArrayList<String>();
            long line = 1;
            for (int i = random.nextInt(round % 2 == 0 ? 40 : 3000); i > 0; i--) {
                var statement = new StringBuilder(random.nextInt(8) == 0 ? "CREATE TRIGGER x" : "first");
                boolean trigger = !statement.toString().equals("first");
                for (int j = random.nextInt(30); j > 0; j--) {
                    statement.append(' ').append(random.nextInt(50) == 0
                            ? "'" + "y".repeat(random.nextInt(100_000)) + "'"
                            : tokens[random.nextInt(tokens.length)]);
                    if (trigger && random.nextInt(6) == 0) {
                        statement.append(" ; z");
                    }
                }
                statement.append(trigger ? " ; END ;" : " ;");
                expected.add(line + " " + statement);
                line += statement.chars().filter(c -> c == '\n').count() + 1;
                text.append(statement).append('\n');
            }
            assertThat(split(new Dripping(bytes(text.toString()), random))).as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    /// Gives its bytes in pieces of random length.
    private static final class Dripping extends FilterInputStream {
        private final Random random;

        Dripping(InputStream in, Random random) {
            super(in);
            this.random = random;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            return super.read(to, from, Math.min(length, 1 + random.nextInt(5000)));
        }
    }
}
