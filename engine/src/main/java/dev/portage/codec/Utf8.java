package dev.portage.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Strict UTF-8, on bytes: what PostgreSQL takes as text, and where a text breaks the rules.
///
/// Source: RFC 3629 section 4; PostgreSQL's `pg_utf8_verifystr` follows the same table and refuses U+0000 as well.
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private Utf8() {}

    /// The offset (from the array's start) of the first byte of the first sequence that is not valid UTF-8: overlong,
    /// a surrogate, above U+10FFFF, truncated, or a stray continuation; -1 where all is valid. U+0000 is valid here.
    public static int firstInvalid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = skipAscii(bytes, at, end);
            if (at == end) {
                return -1;
            }
            int size = sequence(bytes, at, end);
            if (size == 0) {
                return at;
            }
            at += size;
        }
        return -1;
    }

    /// Whether a zero byte, which is U+0000, lies in the range.
    public static boolean hasNul(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            if (zeroByte((long) LONGS.get(bytes, at))) {
                return true;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether PostgreSQL's text can hold the bytes: valid UTF-8 without U+0000.
    public static boolean fitsText(byte[] bytes, int offset, int length) {
        return !hasNul(bytes, offset, length) && firstInvalid(bytes, offset, length) < 0;
    }

    /// How many characters (code points) valid UTF-8 holds; PostgreSQL counts the length of `varchar(n)` so.
    public static int codePoints(byte[] bytes, int offset, int length) {
        int count = 0;
        for (int at = offset; at < offset + length; at++) {
            if ((bytes[at] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /// How many bytes the first `count` characters of valid UTF-8 take.
    static int bytesOf(byte[] bytes, int offset, int length, int count) {
        int seen = 0;
        for (int at = offset; at < offset + length; at++) {
            if ((bytes[at] & 0xC0) != 0x80 && ++seen > count) {
                return at - offset;
            }
        }
        return length;
    }

    /// The length of the valid sequence at `at`, 1..4; 0 where there is none.
    static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (end - at < size) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        if (second < lowestSecond(first) || second > highestSecond(first)) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static int lowestSecond(int first) {
        return switch (first) {
            case 0xE0 -> 0xA0;
            case 0xF0 -> 0x90;
            default -> 0x80;
        };
    }

    private static int highestSecond(int first) {
        return switch (first) {
            case 0xED -> 0x9F;
            case 0xF4 -> 0x8F;
            default -> 0xBF;
        };
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    // The classic test: a byte that is zero borrows from the bit above it.
    private static boolean zeroByte(long eight) {
        return ((eight - LOW_BITS) & ~eight & HIGH_BITS) != 0;
    }
}
