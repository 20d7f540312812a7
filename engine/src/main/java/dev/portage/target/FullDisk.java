package dev.portage.target;

import dev.portage.PortageException;
import dev.portage.UnreachableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says which tablespace is full: PostgreSQL names a file, an operator knows tablespaces.
public final class FullDisk {
    private static final Pattern TABLESPACE = Pattern.compile("\\bpg_tblspc/(\\d+)/");
    private static final Pattern DEFAULT = Pattern.compile("\"(base|global|pg_wal)/");

    private FullDisk() {}

    /// The same error with the name of the tablespace where it is PT-320 and the server can still tell it; else as it is.
    public static PortageException named(PortageException error, Supplier<Connection> sessions) {
        if (!error.code().equals("PT-320")) {
            return error;
        }
        Matcher own = TABLESPACE.matcher(error.getMessage());
        Matcher usual = DEFAULT.matcher(error.getMessage());
        String name = own.find() ? name(own.group(1), error, sessions) : usual.find() ? in(usual.group(1)) : "";
        return name.isEmpty()
                ? error
                : new UnreachableException(320, "%s, in %s".formatted(error.getMessage(), name), error.next(), error);
    }

    private static String in(String folder) {
        return folder.equals("pg_wal")
                ? "the write-ahead log"
                : "tablespace " + (folder.equals("base")
                        ? "pg_default"
                        : "pg_global");
    }

    private static String name(String oid, PortageException error, Supplier<Connection> sessions) {
        try (Connection connection = sessions.get();
                PreparedStatement statement = connection.prepareStatement("""
                        SELECT spcname, pg_catalog.pg_tablespace_location(oid) FROM pg_catalog.pg_tablespace WHERE oid = ?::oid
                        """)) {
            statement.setString(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? "tablespace %s (%s)".formatted(row.getString(1), row.getString(2)) : "";
            }
        } catch (SQLException | PortageException e) {
            error.addSuppressed(e);
            return "";
        }
    }
}
