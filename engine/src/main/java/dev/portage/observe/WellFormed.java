package dev.portage.observe;

import java.nio.charset.StandardCharsets;

/// Text that every file and terminal can take.
final class WellFormed {
    private WellFormed() {}

    /// The same text with half surrogate pairs as question marks: UTF-8 has no bytes for them.
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
