package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Portage says of a JSON text is what the server does with it.
class JsonFactsIT {
    private static final List<String> SEEDS = List.of("{\"a\": [1, -2.5e3, true, null], \"b\": {\"c\": \"\\u00e9\\n\"}}", "[]",
            "\"\\ud83d\\ude00\"",
            "-0.0", "1e400", "1e131071", "1e131072", "1e-16383", "1e-16384", "{\"\\ud800\":1}", "\"\\udc00\"", "\"\\u0000\"",
            "{\"a\":1,\"a\":2}", " 1 ", "01", "1.", "", "[".repeat(6_000) + "]".repeat(6_000),
            "{\"a\":".repeat(6_000) + "1" + "}".repeat(6_000));
    private static final String ALPHABET = "{}[]\":,\\u0d8-+.eE1 \ntrfalsn\u007f\u0001é";
    private static final String TAKES = """
            CREATE FUNCTION public.takes(value text, jsonb boolean) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF jsonb THEN PERFORM value::jsonb; ELSE PERFORM value::json; END IF;
                RETURN true;
            EXCEPTION WHEN OTHERS THEN RETURN false;
            END $$
            """;

    @ParameterizedTest
    @MethodSource("dev.portage.testing.TestPostgres#all")
    void the_verdict_is_the_servers(TestPostgres postgres) throws SQLException {
        List<String> wrong = new ArrayList<>();
        int valid = 0;
        List<String> texts = texts(1_234);
        try (TestDatabase database = postgres.freshDatabase(); Connection target = database.connect()) {
            target.createStatement().execute(TAKES);
            try (PreparedStatement ask = target.prepareStatement("SELECT public.takes(?, false), public.takes(?, true)")) {
                for (String text : texts) {
                    JsonFacts facts = JsonFacts.examine(text.getBytes(StandardCharsets.UTF_8));
                    ask.setString(1, text);
                    ask.setString(2, text);
                    try (ResultSet answer = ask.executeQuery()) {
                        answer.next();
                        boolean json = answer.getBoolean(1);
                        valid += json ? 1 : 0;
                        if (facts.valid() != json || (facts.jsonbSafe() && !answer.getBoolean(2))) {
                            wrong.add("%s: server %s and %s, ours %s".formatted(shown(text), json, answer.getBoolean(2), facts));
                        }
                    }
                }
            }
        }

        assertThat(wrong).as("seed 1234").isEmpty();
        assertThat(valid).isBetween(200, texts.size() - 200);
    }

    private static List<String> texts(long seed) {
        var random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>(SEEDS);
        for (int i = 0; i < 6_000; i++) {
            var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size() - 3)));
            int changes = random.nextInt(1, 3);
            for (int k = 0; k < changes && !text.isEmpty(); k++) {
                int at = random.nextInt(text.length());
                char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, other);
                    case 1 -> text.insert(at, other);
                    default -> text.deleteCharAt(at);
                }
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) : text;
    }
}
