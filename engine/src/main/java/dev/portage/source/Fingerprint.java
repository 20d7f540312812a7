package dev.portage.source;

import dev.portage.DefectException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The SHA-256 of a private copy, and of whatever else is told apart by one.
///
/// Four fields of the header count as zero, because they change while the data does not: the two format versions
/// (bytes 18-19, the journal mode), the change counter (24-27), its twin "version valid for" (92-95) and the version
/// of the SQLite library that wrote last (96-99).
///
/// Source: "Database File Format", section 1.3 (sqlite.org/fileformat2.html).
public final class Fingerprint {
    private static final int HEADER_BYTES = 100;
    private static final int BUFFER_BYTES = 1 << 18;

    private Fingerprint() {}

    /// The fingerprint of the copy at `copy`, 64 hex digits. Only for private copies, never for a live file.
    ///
    /// @throws IOException the copy cannot be read
    public static String of(Path copy) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(copy)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (header.length == HEADER_BYTES) {
                Arrays.fill(header, 18, 20, (byte) 0);
                Arrays.fill(header, 24, 28, (byte) 0);
                Arrays.fill(header, 92, 100, (byte) 0);
            }
            digest.update(header);
            return rest(in, digest);
        }
    }

    /// The SHA-256 of all bytes of a file that is not a database, 64 hex digits.
    ///
    /// @throws IOException it cannot be read
    static String ofAll(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return rest(in, sha256());
        }
    }

    private static String rest(InputStream in, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The SHA-256 of bytes in memory, 64 hex digits.
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /// The SHA-256 of a text in UTF-8, 64 hex digits.
    public static String ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A digest that nothing was added to; the only place that asks Java for one.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new DefectException(913, "this Java has no SHA-256", "Nothing was changed; run it on another JDK 25", e);
        }
    }
}
