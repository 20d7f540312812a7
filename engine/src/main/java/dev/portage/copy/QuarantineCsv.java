package dev.portage.copy;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.schema.Masking;
import dev.portage.source.DiskFiles;
import dev.portage.state.TargetState;
import dev.portage.state.WorkDir;
import dev.portage.target.TargetErrors;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/// Writes `portage.quarantine` as a file of comma-separated values (RFC 4180), for people who look at what a column could
/// not keep. Rows are streamed; a value of a column that looks like a secret is left out, as in every report.
public final class QuarantineCsv {
    private static final int FETCHED = 200;
    private static final String HEAD = "source_id,table,key,column,class,value\r\n";

    private QuarantineCsv() {}

    /// Writes the file, readable by its owner only, and returns how many values are in it; none: there is no file.
    ///
    /// @throws UnreachableException PT-374: it cannot be written
    public static long write(Connection connection, TargetState state, Path file) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.deleteIfExists(partial);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(partial,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            long written;
            try (Writer out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                written = rows(connection, state, out);
            }
            Moment.QUARANTINE_FILE_WRITTEN.reached();
            if (written == 0) {
                Files.delete(partial);
                WorkDir.delete(file);
            } else {
                settle(partial, file);
            }
            Moment.QUARANTINE_FILE_SETTLED.reached();
            return written;
        } catch (IOException e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw new UnreachableException(374, "the file %s could not be written (%s)".formatted(file, e.getMessage()),
                    "The rows are in the target; make room, then run the same command again", e);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the quarantine");
        }
    }

    /// A file that is there with these bytes stays as it is.
    private static void settle(Path partial, Path file) throws IOException {
        if (Files.exists(file) && Files.mismatch(partial, file) < 0) {
            Files.delete(partial);
        } else {
            DiskFiles.sync(partial);
            DiskFiles.moveInto(partial, file);
        }
    }

    private static long rows(Connection connection, TargetState state, Writer out) throws SQLException, IOException {
        connection.setAutoCommit(false); // the driver fetches in parts only within a transaction
        out.write(HEAD);
        long written = 0;
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT source_id, table_name, key::text, column_name, class, bytes FROM portage.quarantine
                WHERE migration_id = ? ORDER BY source_id, table_name, key, column_name
                """)) {
            statement.setFetchSize(FETCHED);
            statement.setString(1, state.migrationId());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    for (int i = 1; i <= 5; i++) {
                        out.write(field(row.getString(i)));
                        out.write(',');
                    }
                    boolean secret = Masking.masked(row.getString(4));
                    out.write(secret ? "" : field(value(row.getString(5), row.getBytes(6))));
                    out.write("\r\n");
                    written++;
                }
            }
        }
        connection.commit();
        return written;
    }

    /// Numbers by their digits, TEXT as it is, a BLOB and a TEXT that is no UTF-8 as `\x` and hexadecimal digits.
    private static String value(String storageClass, byte[] bytes) {
        return switch (storageClass) {
            case "integer" -> Long.toString(ByteBuffer.wrap(bytes).getLong());
            case "real" -> Double.toString(ByteBuffer.wrap(bytes).getDouble());
            case "text" -> text(bytes);
            default -> hex(bytes);
        };
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') >= 0 ? hex(bytes) : text;
        } catch (CharacterCodingException _) {
            return hex(bytes);
        }
    }

    private static String hex(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private static String field(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                && !Character.isWhitespace(text.charAt(0)) && !Character.isWhitespace(text.charAt(text.length() - 1));
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
