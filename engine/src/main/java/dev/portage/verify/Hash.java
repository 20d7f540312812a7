package dev.portage.verify;

import dev.portage.source.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/// SHA-256 over what was added, as four numbers.
///
/// What is added is gathered first, because the digest is fastest over many bytes at once.
///
/// Threads: one at a time.
final class Hash {
    private static final int GATHERED = 1 << 13;

    private final MessageDigest digest = Fingerprint.sha256();
    private final byte[] gathered = new byte[GATHERED];
    private final byte[] result = new byte[32];
    private int used;

    /// Adds a value.
    void add(Cell cell) {
        cell.hashInto(this);
    }

    /// Adds bytes behind their length.
    void add(byte[] bytes) {
        number(bytes.length);
        bytes(bytes, 0, bytes.length);
    }

    /// Adds a text behind its length.
    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds one byte.
    void octet(int value) {
        ensure(1);
        gathered[used++] = (byte) value;
    }

    /// Adds a number of eight bytes.
    void number(long value) {
        ensure(Long.BYTES);
        BigEndian.putLong(gathered, used, value);
        used += Long.BYTES;
    }

    /// Adds bytes as they are.
    void bytes(byte[] bytes, int offset, int length) {
        if (length > GATHERED / 2) {
            flush();
            digest.update(bytes, offset, length);
            return;
        }
        ensure(length);
        System.arraycopy(bytes, offset, gathered, used, length);
        used += length;
    }

    private void ensure(int room) {
        if (GATHERED - used < room) {
            flush();
        }
    }

    private void flush() {
        digest.update(gathered, 0, used);
        used = 0;
    }

    /// Ends the hash; the next value begins another one.
    void end() {
        flush();
        try {
            digest.digest(result, 0, result.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
    }

    /// The first eight bytes of the hash that was ended last.
    long high() {
        return word(0);
    }

    /// The next eight.
    long low() {
        return word(1);
    }

    /// Eight bytes of the hash that was ended last, `place` 0..3.
    long word(int place) {
        return BigEndian.getLong(result, place * Long.BYTES);
    }
}
