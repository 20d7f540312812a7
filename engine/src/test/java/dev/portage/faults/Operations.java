package dev.portage.faults;

import dev.portage.source.SourceFaults;
import dev.portage.target.TargetFaults;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/// Numbers the operations of a run, lets those fail that a [Fault] names, and tells which connections stay open.
///
/// Threads: one begins and ends it; operations may come from any.
final class Operations implements AutoCloseable {
    private final Fault fault;
    private final List<SQLiteConnection> sqlite = new ArrayList<>();
    private final List<Connection> postgres = new ArrayList<>();
    private int count;
    private int failed;
    private String first = "";

    private Operations(Fault fault) {
        this.fault = fault;
    }

    /// Begins to number.
    static Operations with(Fault fault) {
        var operations = new Operations(fault);
        if (fault.where() == Fault.Where.SQLITE) {
            SourceFaults.hearSqlite(operation -> operations.fails(Fault.Where.SQLITE, operation) ? fault.kind().code() : 0,
                    operations::opened);
        }
        SourceFaults.hearFiles(operations::file);
        TargetFaults.wrap(connection -> new FaultySession(operations, fault.kind(), connection).open());
        return operations;
    }

    /// Numbers an operation and tells whether it shall fail.
    synchronized boolean fails(Fault.Where where, String operation) {
        if (where != fault.where()) {
            return false;
        }
        count++;
        if (count != fault.number() && !(fault.lasting() && count > fault.number())) {
            return false;
        }
        if (failed++ == 0) {
            first = operation;
        }
        return true;
    }

    synchronized void opened(Connection connection) {
        postgres.add(connection);
    }

    private synchronized void opened(SQLiteConnection connection) {
        sqlite.add(connection);
    }

    /// A disk that is full takes a part of what is written, and names for nothing more.
    private void file(String step, Path file) throws IOException {
        if (fails(Fault.Where.FILES, step + " " + file.getFileName())) {
            if (step.equals("write")) {
                java.nio.file.Files.writeString(file, "{");
            }
            throw new IOException("No space left on device");
        }
    }

    /// How many operations there were.
    synchronized int count() {
        return count;
    }

    /// Whether any was made to fail.
    synchronized boolean reached() {
        return failed > 0;
    }

    /// The first operation that failed, for messages.
    synchronized String first() {
        return first;
    }

    /// Closes the connections that the run left open and tells of them.
    synchronized List<String> takeLeaks() throws SQLException {
        List<String> leaks = new ArrayList<>();
        for (SQLiteConnection connection : sqlite) {
            if (!connection.isClosed()) {
                leaks.add("a connection to SQLite: " + connection.getUrl());
                connection.close();
            }
        }
        for (Connection connection : postgres) {
            if (!connection.isClosed()) {
                leaks.add("a connection to PostgreSQL: " + connection.getClientInfo("ApplicationName"));
                connection.close();
            }
        }
        return leaks;
    }

    /// Ends the numbering.
    @Override
    public void close() {
        SourceFaults.stop();
        TargetFaults.stop();
    }
}
