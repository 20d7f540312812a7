package dev.portage.schema;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which columns hold secrets, told by their names: their values never appear in a report.
public final class Masking {
    // A word ends at a character that is no letter, between a small and a capital letter, and before the last capital of
    // a run ("APIKey" is "API" and "Key").
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Set<String> SECRET = Set.of("pass", "passwd", "password", "passwords", "passphrase", "pwd", "secret",
            "secrets", "token", "tokens", "apikey", "privatekey", "credential", "credentials", "encrypted", "ciphertext");
    private static final List<List<String>> PAIRS = List.of(List.of("api", "key"), List.of("private", "key"),
            List.of("secret", "key"), List.of("access", "key"), List.of("api", "keys"), List.of("private", "keys"));

    private Masking() {}

    /// Whether the name holds one of the words pass, password, secret, token, credential, encrypted, or one after the
    /// other api and key, private and key; words are told apart in snake_case and in camelCase, and `passenger` or
    /// `tokenizer` are other words.
    public static boolean masked(String columnName) {
        List<String> words = List.of(WORDS.split(columnName)).stream().filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT)).toList();
        for (int i = 0; i < words.size(); i++) {
            if (SECRET.contains(words.get(i))
                    || (i + 1 < words.size() && PAIRS.contains(List.of(words.get(i), words.get(i + 1))))) {
                return true;
            }
        }
        return false;
    }
}
