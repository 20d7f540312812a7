package dev.portage.verify;

import dev.portage.source.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/// The first 128 bits of SHA-256 over what was added, as two numbers.
///
/// Threads: one at a time.
final class Hash {
    private final MessageDigest digest = Fingerprint.sha256();
    private final byte[] result = new byte[32];
    private final byte[] scratch = new byte[9];
    private long high;
    private long low;

    /// Adds a value.
    void add(Cell cell) {
        cell.digestInto(digest, scratch);
    }

    /// Adds bytes behind their length.
    void add(byte[] bytes) {
        BigEndian.putLong(scratch, 1, bytes.length);
        digest.update(scratch, 1, 8);
        digest.update(bytes);
    }

    /// Adds a text behind its length.
    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Ends the hash; the next value begins another one.
    void end() {
        try {
            digest.digest(result, 0, result.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
        high = BigEndian.getLong(result, 0);
        low = BigEndian.getLong(result, 8);
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
