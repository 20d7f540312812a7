package dev.portage.source;

import dev.portage.DefectException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.LongStream;

/// The SHA-256 of a private copy, and of whatever else is told apart by one.
///
/// Four fields of the header count as zero, because they change while the data does not: the two format versions
/// (bytes 18-19, the journal mode), the change counter (24-27), its twin "version valid for" (92-95) and the version
/// of the SQLite library that wrote last (96-99).
///
/// A copy's is the SHA-256 over the SHA-256 of each of its blocks of 16 MiB, so that several processors work on it.
///
/// Source: "Database File Format", section 1.3 (sqlite.org/fileformat2.html).
public final class Fingerprint {
    private static final int HEADER_BYTES = 100;
    private static final int BUFFER_BYTES = 1 << 18;
    /// A multiple of the buffer.
    private static final long BLOCK_BYTES = 16L << 20;

    private Fingerprint() {}

    /// The fingerprint of the copy at `copy`, 64 hex digits. Only for private copies, never for a live file.
    ///
    /// Blocks are hashed on all processors; the order of the file decides, not that in which they are done.
    ///
    /// @throws IOException the copy cannot be read
    public static String of(Path copy) throws IOException {
        long blocks = Math.ceilDiv(Files.size(copy), BLOCK_BYTES);
        MessageDigest digest = sha256();
        try {
            LongStream.range(0, blocks).parallel().mapToObj(block -> ofBlock(copy, block * BLOCK_BYTES))
                    .forEachOrdered(digest::update);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    // No channel: an interrupt of one thread would close it for all.
    private static byte[] ofBlock(Path copy, long from) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (var file = new RandomAccessFile(copy.toFile(), "r")) {
            file.seek(from);
            for (long at = from; at < from + BLOCK_BYTES;) {
                int read = file.read(buffer, 0, (int) Math.min(buffer.length, from + BLOCK_BYTES - at));
                if (read < 0) {
                    break;
                }
                if (at == 0 && read >= HEADER_BYTES) {
                    maskHeader(buffer);
                }
                digest.update(buffer, 0, read);
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    private static void maskHeader(byte[] first) {
        Arrays.fill(first, 18, 20, (byte) 0);
        Arrays.fill(first, 24, 28, (byte) 0);
        Arrays.fill(first, 92, 100, (byte) 0);
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
