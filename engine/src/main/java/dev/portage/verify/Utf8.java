package dev.portage.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Well-formed UTF-8 by its definition, and the ways in which the rest is written.
///
/// Source: The Unicode Standard, table 3-7 "Well-Formed UTF-8 Byte Sequences".
final class Utf8 {
    private static final HexFormat HEX = HexFormat.of();

    private Utf8() {}

    /// How many bytes the well-formed sequence at `at` has, 1..4; 0 where none begins there.
    static int sequenceLength(byte[] text, int at) {
        int first = text[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        int wanted = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + wanted > text.length || !within(text[at + 1], low, high)) {
            return 0;
        }
        for (int i = 2; i < wanted; i++) {
            if (!within(text[at + i], 0x80, 0xBF)) {
                return 0;
            }
        }
        return wanted;
    }

    private static boolean within(byte value, int low, int high) {
        int unsigned = value & 0xFF;
        return unsigned >= low && unsigned <= high;
    }

    /// Whether the whole text is well-formed.
    static boolean valid(byte[] text) {
        int at = 0;
        while (at < text.length) {
            int step = text[at] >= 0 ? 1 : sequenceLength(text, at);
            if (step == 0) {
                return false;
            }
            at += step;
        }
        return true;
    }

    /// Whether PostgreSQL can hold the text: well-formed and without U+0000.
    static boolean holdable(byte[] text) {
        for (byte b : text) {
            if (b == 0) {
                return false;
            }
        }
        return valid(text);
    }

    /// The text with U+0000 and each byte of invalid UTF-8 as `\xHH` (lower case) and a backslash as `\\`.
    static byte[] escaped(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 16);
        int at = 0;
        while (at < text.length) {
            int step = sequenceLength(text, at);
            if (step == 0 || text[at] == 0) {
                out.writeBytes(("\\x" + HEX.toHexDigits(text[at])).getBytes(StandardCharsets.US_ASCII));
                at++;
            } else if (text[at] == '\\') {
                out.write('\\');
                out.write('\\');
                at++;
            } else {
                out.write(text, at, step);
                at += step;
            }
        }
        return out.toByteArray();
    }

    /// The text without U+0000 and with U+FFFD for what is invalid, one for each maximal part of a sequence.
    static byte[] stripped(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).replace("\0", "").getBytes(StandardCharsets.UTF_8);
    }

    /// The text with blanks behind it up to `count` characters; the text itself where it has as many.
    static byte[] filled(byte[] text, int count) {
        int characters = 0;
        for (int at = 0; at < text.length; at += Math.max(1, sequenceLength(text, at))) {
            characters++;
        }
        if (characters >= count) {
            return text;
        }
        byte[] filled = java.util.Arrays.copyOf(text, text.length + count - characters);
        java.util.Arrays.fill(filled, text.length, filled.length, (byte) ' ');
        return filled;
    }

    /// The first `count` characters (code points) of a well-formed text; the text itself where it has no more.
    static byte[] firstCharacters(byte[] text, int count) {
        int at = 0;
        int characters = 0;
        while (at < text.length && characters < count) {
            at += Math.max(1, sequenceLength(text, at));
            characters++;
        }
        return at >= text.length ? text : java.util.Arrays.copyOf(text, at);
    }
}
