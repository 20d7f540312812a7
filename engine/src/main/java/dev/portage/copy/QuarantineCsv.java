package dev.portage.copy;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.schema.Masking;
import dev.portage.source.DiskFiles;
import dev.portage.state.TargetState;
import dev.portage.target.TargetErrors;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

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
        try {
            AtomicLong written = new AtomicLong();
            DiskFiles.<SQLException>write(file, bytes -> {
                Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
                written.set(rows(connection, state, out));
                out.flush();
                Moment.QUARANTINE_FILE_WRITTEN.reached();
                return written.get() > 0;
            });
            Moment.QUARANTINE_FILE_SETTLED.reached();
            return written.get();
        } catch (IOException e) {
            throw new UnreachableException(374, "the file %s could not be written (%s)".formatted(file, e.getMessage()),
                    "The rows are in the target; make room, then run the same command again", e);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the quarantine");
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
