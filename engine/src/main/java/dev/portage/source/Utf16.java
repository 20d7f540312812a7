package dev.portage.source;

import java.util.Arrays;

/// Text of a file whose encoding is UTF-16, as bytes that are valid UTF-8 exactly where the text is valid UTF-16.
///
/// A lone surrogate becomes the three bytes that UTF-8 would give its number (`ED A0 80` … `ED BF BF`, also called
/// WTF-8), and an odd byte at the end becomes `FF` and that byte. Strict UTF-8 allows none of these, so everybody who
/// checks the bytes sees that the text is invalid, and [#fromUtf8(byte[], boolean)] still gives the original back.
final class Utf16 {
    private static final int HIGH = 0xD800;
    private static final int LOW = 0xDC00;
    private static final int AFTER = 0xE000;

    private Utf16() {}

    static byte[] toUtf8(byte[] text, boolean bigEndian) {
        int even = text.length & ~1;
        byte[] out = new byte[even / 2 * 3 + 2];
        int length = 0;
        for (int at = 0; at < even; at += 2) {
            int point = unit(text, at, bigEndian);
            if (point >= HIGH && point < LOW && at + 2 < even) {
                int next = unit(text, at + 2, bigEndian);
                if (next >= LOW && next < AFTER) {
                    point = 0x10000 + ((point - HIGH) << 10) + (next - LOW);
                    at += 2;
                }
            }
            length = put(out, length, point);
        }
        if (even < text.length) {
            out[length++] = (byte) 0xFF;
            out[length++] = text[even];
        }
        return Arrays.copyOf(out, length);
    }

    /// The reverse of [#toUtf8(byte[], boolean)].
    ///
    /// @throws IllegalArgumentException the bytes cannot come from there
    static byte[] fromUtf8(byte[] utf8, boolean bigEndian) {
        byte[] out = new byte[utf8.length * 2];
        int length = 0;
        int at = 0;
        while (at < utf8.length) {
            int first = utf8[at] & 0xff;
            if (first == 0xFF && at + 2 == utf8.length) {
                out[length++] = utf8[at + 1];
                break;
            }
            int size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            int point = point(utf8, at, first, size);
            if (point >= 0x10000) {
                length = putUnit(out, length, HIGH + ((point - 0x10000) >> 10), bigEndian);
                length = putUnit(out, length, LOW + ((point - 0x10000) & 0x3FF), bigEndian);
            } else {
                length = putUnit(out, length, point, bigEndian);
            }
            at += size;
        }
        return Arrays.copyOf(out, length);
    }

    private static int point(byte[] utf8, int at, int first, int size) {
        if (size == 1) {
            return first;
        }
        if (first < 0xC2 || first > 0xF4 || at + size > utf8.length) {
            throw new IllegalArgumentException("byte %d is not of a text of a UTF-16 file".formatted(at));
        }
        int point = first & (0x7F >> size);
        for (int i = 1; i < size; i++) {
            if ((utf8[at + i] & 0xC0) != 0x80) {
                throw new IllegalArgumentException("byte %d is not of a text of a UTF-16 file".formatted(at + i));
            }
            point = (point << 6) | (utf8[at + i] & 0x3F);
        }
        return point;
    }

    private static int put(byte[] out, int at, int point) {
        int length = at;
        if (point < 0x80) {
            out[length++] = (byte) point;
        } else if (point < 0x800) {
            out[length++] = (byte) (0xC0 | (point >> 6));
            out[length++] = (byte) (0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            out[length++] = (byte) (0xE0 | (point >> 12));
            out[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            out[length++] = (byte) (0x80 | (point & 0x3F));
        } else {
            out[length++] = (byte) (0xF0 | (point >> 18));
            out[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            out[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            out[length++] = (byte) (0x80 | (point & 0x3F));
        }
        return length;
    }

    private static int unit(byte[] text, int at, boolean bigEndian) {
        int first = text[at] & 0xff;
        int second = text[at + 1] & 0xff;
        return bigEndian ? (first << 8) | second : (second << 8) | first;
    }

    private static int putUnit(byte[] out, int at, int unit, boolean bigEndian) {
        out[at] = (byte) (bigEndian ? unit >> 8 : unit);
        out[at + 1] = (byte) (bigEndian ? unit : unit >> 8);
        return at + 2;
    }
}
