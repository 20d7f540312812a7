package dev.portage.source;

import dev.portage.DefectException;
import java.io.EOFException;
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
        return ofBlocks(Files.size(copy), block -> {
            try (var file = new RandomAccessFile(copy.toFile(), "r")) {
                return ofBlock(block, (at, into, count) -> {
                    file.seek(at);
                    file.readFully(into, 0, count);
                });
            }
        });
    }

    /// Writes the first `bytes` bytes of a file that nobody writes meanwhile into a new file at `copy`, and gives the
    /// copy's fingerprint. What was written is not on disk for good yet.
    ///
    /// @throws EOFException the file ends before
    /// @throws IOException it cannot be read or the copy cannot be written
    static String copying(LockedBytes live, long bytes, Path copy) throws IOException {
        return ofBlocks(bytes, block -> {
            try (var file = DiskFiles.writingAnywhere(copy)) {
                return ofBlock(block, (at, into, count) -> {
                    live.read(at, into, count);
                    file.write(at, into, count);
                });
            }
        });
    }

    private record Block(long from, long to) {}

    private interface BlockHash {
        byte[] of(Block block) throws IOException;
    }

    private interface Pieces {
        /// Reads the piece from `at` on into the front of `into`.
        void read(long at, byte[] into, int count) throws IOException;
    }

    private static String ofBlocks(long bytes, BlockHash hash) throws IOException {
        MessageDigest digest = sha256();
        try {
            LongStream.range(0, Math.ceilDiv(bytes, BLOCK_BYTES)).parallel().mapToObj(block -> {
                try {
                    return hash.of(new Block(block * BLOCK_BYTES, Math.min(bytes, (block + 1) * BLOCK_BYTES)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).forEachOrdered(digest::update);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    // No channel: an interrupt of one thread would close it for all.
    private static byte[] ofBlock(Block block, Pieces pieces) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long at = block.from(); at < block.to(); at += BUFFER_BYTES) {
            int count = (int) Math.min(buffer.length, block.to() - at);
            pieces.read(at, buffer, count);
            if (at == 0 && count >= HEADER_BYTES) {
                maskHeader(buffer);
            }
            digest.update(buffer, 0, count);
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
