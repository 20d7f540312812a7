package dev.portage.source;

import dev.portage.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Looks at a source before SQLite opens it, and says in plain words what it is when it is not a SQLite file.
///
/// POSIX locks: closing any descriptor of a file drops every lock that the process holds on it, those of SQLite too.
/// So this is the only class that opens a live file other than through SQLite, it closes it before SQLite opens it,
/// and it does not open a file that a [LiveSource] of this process holds.
public final class SourceSniffer {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER_BYTES = 100;
    private static final int LOOK_BYTES = 64 * 1024;
    /// Bits a byte from which bytes count as random: text and uncompressed data stay well below.
    private static final double RANDOM_BITS = 7.0;

    private static final List<Map.Entry<String, String>> COMPRESSED = List.of(Map.entry("1f8b", "a gzip file"),
            Map.entry("504b0304", "a zip file"), Map.entry("fd377a585a00", "an xz file"), Map.entry("28b52ffd", "a zstd file"),
            Map.entry("425a68", "a bzip2 file"), Map.entry("377abcaf271c", "a 7z file"));
    private static final List<Map.Entry<String, String>> OTHER = List.of(Map.entry("89504e470d0a1a0a", "a PNG picture"),
            Map.entry("ffd8ff", "a JPEG picture"), Map.entry("25504446", "a PDF document"),
            Map.entry("5047444d50", "a PostgreSQL dump"), Map.entry("377f0682", "the -wal file of a SQLite database"),
            Map.entry("377f0683", "the -wal file of a SQLite database"),
            Map.entry("d9d505f920a163d7", "the -journal file of a SQLite database"));
    private static final List<String> SQL_STARTS = List.of("PRAGMA ", "BEGIN", "CREATE ", "INSERT ", "DROP ", "--", "/*", "SET ",
            "REPLACE ");

    private SourceSniffer() {}

    /// What a source can be.
    public enum Kind {
        /// A SQLite file.
        SQLITE,
        /// A dump of one as SQL text.
        DUMP
    }

    /// What kind of source lies at `source`, told by its first bytes, whatever it is called.
    ///
    /// Must be called before a connection of this process opens the file.
    ///
    /// @throws SourceException PT-172 a dump of another database, PT-173 a dump in UTF-16, and what
    ///         [#requireSqlite(Path)] says of a file that is neither, but PT-155
    public static Kind requireSource(Path source) {
        return read(source, (file, start, bytes) -> {
            if (!startsWith(start, MAGIC) && SqlDumpSniffer.isDump(source, start)) {
                return Kind.DUMP;
            }
            header(source, file, start, bytes);
            return Kind.SQLITE;
        }, _ -> Kind.SQLITE);
    }

    /// What the header says of the SQLite file at `source`.
    ///
    /// Must be called before a connection of this process opens the file.
    ///
    /// @throws SourceException PT-150 missing, PT-151 not a regular file, PT-152 empty, PT-153 compressed, PT-154 another
    ///         kind of file, PT-155 SQL text, PT-156 cut short, PT-158 encrypted or not SQLite, PT-159 unreadable
    public static SourceHeader requireSqlite(Path source) {
        return read(source, (file, start, bytes) -> header(source, file, start, bytes), held -> held);
    }

    /// Judges a file by its first bytes.
    @FunctionalInterface
    private interface Judge<T> {
        T judge(Path file, byte[] start, long bytes);
    }

    private static <T> T read(Path source, Judge<T> judge, Function<SourceHeader, T> ofHeld) {
        Path file = requireRegularFile(source);
        var held = HeldFiles.find(file);
        if (held.isPresent()) {
            return ofHeld.apply(held.get());
        }
        try {
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new SourceException(152, "%s is empty (0 bytes)".formatted(source),
                        "There is nothing to move; check the path, the application may write elsewhere");
            }
            byte[] start;
            try (InputStream in = Files.newInputStream(file)) {
                start = in.readNBytes(LOOK_BYTES);
            }
            return judge.judge(file, start, bytes);
        } catch (IOException e) {
            throw new SourceException(159, "%s cannot be read (%s)".formatted(source, reason(e)),
                    "Nothing was changed; give this user the right to read it, then run the same command again", e);
        }
    }

    private static Path requireRegularFile(Path source) {
        if (Files.notExists(source)) {
            throw new SourceException(150, "there is no file %s".formatted(source),
                    "Nothing was created; check the path%s"
                            .formatted(Files.isSymbolicLink(source) ? ", it is a symbolic link that leads nowhere" : ""));
        }
        Path file;
        try {
            file = source.toRealPath();
        } catch (IOException e) {
            throw new SourceException(159, "%s cannot be reached (%s)".formatted(source, reason(e)),
                    "Nothing was changed; give this user the right to read it, then run the same command again", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new SourceException(151,
                    "%s is %s, not a file".formatted(source, Files.isDirectory(file) ? "a folder" : "a pipe, socket or device"),
                    "Nothing was changed; name the SQLite file itself");
        }
        return file;
    }

    private static SourceHeader header(Path source, Path file, byte[] start, long bytes) {
        if (!startsWith(start, MAGIC)) {
            throw notSqlite(source, start, bytes);
        }
        int pageBytes = start.length < HEADER_BYTES ? 0 : pageBytes(start);
        if (pageBytes == 0 || bytes < pageBytes) {
            throw new SourceException(156,
                    "%s starts as a SQLite file but is cut short (%d bytes%s)".formatted(source, bytes,
                            pageBytes == 0 ? "" : ", one page has " + pageBytes),
                    "Nothing was changed; the copy or download did not end: take it again");
        }
        return new SourceHeader(file, pageBytes, start[18] == 2 || start[19] == 2);
    }

    /// The page size of the header, 0 where it is none that SQLite allows.
    private static int pageBytes(byte[] start) {
        int stored = ((start[16] & 0xff) << 8) | (start[17] & 0xff);
        int size = stored == 1 ? 65_536 : stored;
        return size >= 512 && Integer.bitCount(size) == 1 ? size : 0;
    }

    private static SourceException notSqlite(Path source, byte[] start, long bytes) {
        String hex = HexFormat.of().formatHex(start, 0, Math.min(8, start.length));
        for (var kind : COMPRESSED) {
            if (hex.startsWith(kind.getKey())) {
                return new SourceException(153, "%s is %s, not a SQLite file".formatted(source, kind.getValue()),
                        "Nothing was changed; unpack it and name the file inside");
            }
        }
        for (var kind : OTHER) {
            if (hex.startsWith(kind.getKey())) {
                return new SourceException(154, "%s is %s, not a SQLite database".formatted(source, kind.getValue()),
                        "Nothing was changed; name the SQLite file itself");
            }
        }
        return ofText(source, start, bytes);
    }

    private static SourceException ofText(Path source, byte[] start, long bytes) {
        String text = new String(start, 0, Math.min(200, start.length), StandardCharsets.UTF_8).replace("\uFEFF", "")
                .stripLeading().toUpperCase(Locale.ROOT);
        if (SQL_STARTS.stream().anyMatch(text::startsWith) && printable(start)) {
            return new SourceException(155, "%s is SQL text, not a SQLite file".formatted(source),
                    "Nothing was changed; this command needs the file itself: load the text with `sqlite3 new.db < %s` first"
                            .formatted(source.getFileName()));
        }
        if ((text.startsWith("{") || text.startsWith("[")) && printable(start)) {
            return new SourceException(154, "%s is JSON, not a SQLite file".formatted(source),
                    "Nothing was changed; this command reads SQLite files");
        }
        if (printable(start)) {
            return new SourceException(154, "%s is a text file, not a SQLite file".formatted(source),
                    "Nothing was changed; check the path");
        }
        if (bits(start) >= RANDOM_BITS || (bytes >= 512 && bytes % 512 == 0)) {
            return new SourceException(158, "%s is encrypted (SQLCipher?) or not a SQLite database".formatted(source),
                    "Nothing was changed; if it is encrypted, write a plain copy with the program that has the key "
                            + "(SQLCipher: ATTACH … KEY '', then sqlcipher_export) and name that");
        }
        return bytes < HEADER_BYTES
                ? new SourceException(156, "%s is too short to be a SQLite file (%d bytes)".formatted(source, bytes),
                        "Nothing was changed; check the path, or take the copy again")
                : new SourceException(158, "%s is not a SQLite database (it does not start with its mark)".formatted(source),
                        "Nothing was changed; check the path");
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean printable(byte[] bytes) {
        for (byte b : bytes) {
            if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') || b == 127) {
                return false;
            }
        }
        return true;
    }

    /// The entropy of the bytes in bits a byte, 0..8.
    private static double bits(byte[] bytes) {
        int[] counts = new int[256];
        for (byte b : bytes) {
            counts[b & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / bytes.length;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getClass().getSimpleName();
    }
}
