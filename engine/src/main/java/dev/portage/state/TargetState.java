package dev.portage.state;

import dev.portage.DefectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the target knows of one migration: its control row, what was made, which ranges are done.
///
/// Every method that changes something takes the connection of the transaction in which the change must commit; none of
/// them commits. Threads: as the connection.
public final class TargetState {
    private static final String COLUMNS = "migration_id, state, epoch, writable_side, plan_hash, fingerprint, plan_text, system_identifier, timeline, applier_token";

    private final String migrationId;
    private final List<String> sources;
    private final String targetSchema;

    public TargetState(String migrationId, List<String> sources, String targetSchema) {
        this.migrationId = migrationId;
        this.sources = List.copyOf(sources);
        this.targetSchema = targetSchema;
    }

    /// The migration's id.
    public String migrationId() {
        return migrationId;
    }

    /// The sources' ids in the order in which they were named.
    public List<String> sources() {
        return sources;
    }

    /// The control row; empty where this migration has made nothing in the target.
    public Optional<ControlRow> findControl(Connection connection) throws SQLException {
        if (!StateTables.present(connection)) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT " + COLUMNS + " FROM portage.control WHERE migration_id = ?")) {
            statement.setString(1, migrationId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private static ControlRow read(ResultSet row) throws SQLException {
        return new ControlRow(row.getString(1), ControlRow.State.ofWord(row.getString(2)), row.getLong(3), row.getString(4),
                row.getString(5), row.getString(6), row.getString(7), row.getString(8), row.getString(9), row.getString(10));
    }

    /// The version of Portage that began this migration, which must be there.
    public String toolVersion(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT tool_version FROM portage.control WHERE migration_id = ?")) {
            statement.setString(1, migrationId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /// Makes schema `portage` and its tables where they are missing.
    public void createTables(Connection connection) throws SQLException {
        RunLock.whileMaking(connection);
        StateTables.create(connection);
    }

    /// Begins the migration: writes its control row in state `copying`.
    public void begin(Connection connection, ControlRow row, String toolVersion) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO portage.control (migration_id, tool_version, epoch, state, writable_side, sources, target_schema,
                    plan_hash, fingerprint, plan_text, applier_token, system_identifier, timeline)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, toolVersion);
            statement.setLong(3, row.epoch());
            statement.setString(4, row.state().word());
            statement.setString(5, row.writableSide());
            statement.setArray(6, connection.createArrayOf("text", sources.toArray()));
            statement.setString(7, targetSchema);
            statement.setString(8, row.planHash());
            statement.setString(9, row.fingerprint());
            statement.setString(10, row.planText());
            statement.setString(11, row.applierToken());
            statement.setString(12, row.system());
            statement.setString(13, row.timeline());
            statement.executeUpdate();
        }
        journal(connection, "none", row.state().word(), "plan " + row.planHash());
    }

    /// Moves the state on, conditional on the state and epoch that were read; exactly one row changes, or it is a defect.
    public void advance(Connection connection, ControlRow read, ControlRow.State to, String writableSide) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE portage.control SET state = ?, writable_side = ?, updated_at = clock_timestamp()
                WHERE migration_id = ? AND state = ? AND epoch = ?
                """)) {
            statement.setString(1, to.word());
            statement.setString(2, writableSide);
            statement.setString(3, migrationId);
            statement.setString(4, read.state().word());
            statement.setLong(5, read.epoch());
            int changed = statement.executeUpdate();
            if (changed != 1) {
                throw new DefectException(910,
                        "%d control rows instead of 1 went from %s to %s".formatted(changed, read.state().word(), to.word()),
                        "The transaction was undone; look with portage status who else is at work");
            }
        }
        journal(connection, read.state().word(), to.word(), "");
    }

    /// Locks the control row against a change of state until the transaction ends.
    ///
    /// @throws DefectException PT-911 the row is not in the state that the caller relies on
    public void requireState(Connection connection, ControlRow.State state) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT state FROM portage.control WHERE migration_id = ? FOR SHARE")) {
            statement.setString(1, migrationId);
            try (ResultSet row = statement.executeQuery()) {
                String found = row.next() ? row.getString(1) : "nothing";
                if (!found.equals(state.word())) {
                    throw new DefectException(911, "the control row says %s, not %s".formatted(found, state.word()),
                            "Nothing was written by this step; another run may have gone on: look with portage status");
                }
            }
        }
    }

    private void journal(Connection connection, String from, String to, String detail) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO portage.journal (migration_id, from_state, to_state, actor, detail) VALUES (?, ?, ?, ?, ?)")) {
            statement.setString(1, migrationId);
            statement.setString(2, from);
            statement.setString(3, to);
            statement.setString(4, RunLock.self());
            statement.setString(5, detail);
            statement.executeUpdate();
        }
    }

    /// Notes that this migration made an object, in the transaction that makes it.
    public void recordMade(Connection connection, Made made) throws SQLException {
        recordMade(connection, made, "");
    }

    /// The same with what it takes to put back what was changed.
    public void recordMade(Connection connection, Made made, String definition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO portage.made (migration_id, kind, schema_name, table_name, name, definition)
                VALUES (?, ?, ?, ?, ?, ?)
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, made.kind());
            statement.setString(3, made.schema());
            statement.setString(4, made.table());
            statement.setString(5, made.name());
            statement.setString(6, definition);
            statement.executeUpdate();
        }
    }

    /// What was recorded of one kind, with its definitions, by schema, table and name.
    public List<Defined> defined(Connection connection, String kind) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT schema_name, table_name, name, definition FROM portage.made WHERE migration_id = ? AND kind = ?
                ORDER BY schema_name, table_name, name
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, kind);
            List<Defined> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Defined(new Made(kind, rows.getString(1), rows.getString(2), rows.getString(3)),
                            rows.getString(4)));
                }
            }
            return found;
        }
    }

    /// The application's own tables that this migration fills or has filled.
    public List<TakenTable> taken(Connection connection) throws SQLException {
        return TakenTable.read(connection, migrationId);
    }

    /// Forgets what was recorded of the application's own tables, in the transaction that has put everything back.
    public void forgetTaken(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("DELETE FROM portage.made WHERE migration_id = ? AND kind LIKE 'taken %'")) {
            statement.setString(1, migrationId);
            statement.executeUpdate();
        }
    }

    /// Everything that this migration made and that was recorded.
    public List<Made> made(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT kind, schema_name, table_name, name FROM portage.made WHERE migration_id = ?
                ORDER BY kind, schema_name, table_name, name
                """)) {
            statement.setString(1, migrationId);
            List<Made> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Made(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
            return found;
        }
    }

    /// Marks a range as done, in the transaction that brings its rows.
    ///
    /// @return false where an earlier attempt, whose end nobody heard of, has committed it already: undo this one
    public boolean saveCheckpoint(Connection connection, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO portage.checkpoint
                    (migration_id, source_id, table_name, range_no, rows_done, bytes_done, quarantined, lost)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, checkpoint.sourceId());
            statement.setString(3, checkpoint.table());
            statement.setInt(4, checkpoint.range());
            statement.setLong(5, checkpoint.rows());
            statement.setLong(6, checkpoint.bytes());
            statement.setLong(7, checkpoint.quarantined());
            statement.setString(8, checkpoint.lost());
            return statement.executeUpdate() == 1;
        }
    }

    /// Whether a range is done.
    public boolean isDone(Connection connection, String sourceId, String table, int range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT FROM portage.checkpoint
                WHERE migration_id = ? AND source_id = ? AND table_name = ? AND range_no = ?
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, sourceId);
            statement.setString(3, table);
            statement.setInt(4, range);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /// Notes how a table looks before its first row comes; what was noted before stays.
    public void recordShape(Connection connection, String relation, String shape) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO portage.shape (migration_id, relation, shape) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            statement.setString(1, migrationId);
            statement.setString(2, relation);
            statement.setString(3, shape);
            statement.executeUpdate();
        }
    }

    /// How a table looked before its first row came; empty where nobody noted it.
    public String shape(Connection connection, String relation) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT shape FROM portage.shape WHERE migration_id = ? AND relation = ?")) {
            statement.setString(1, migrationId);
            statement.setString(2, relation);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /// How each table looked before its first row came, by its quoted name.
    public Map<String, String> shapes(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT relation, shape FROM portage.shape WHERE migration_id = ?")) {
            statement.setString(1, migrationId);
            Map<String, String> shapes = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    shapes.put(rows.getString(1), rows.getString(2));
                }
            }
            return shapes;
        }
    }

    /// The ranges that are done.
    public List<Checkpoint> checkpoints(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT source_id, table_name, range_no, rows_done, bytes_done, quarantined, lost FROM portage.checkpoint
                WHERE migration_id = ? ORDER BY source_id, table_name, range_no
                """)) {
            statement.setString(1, migrationId);
            List<Checkpoint> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Checkpoint(rows.getString(1), rows.getString(2), rows.getInt(3), rows.getLong(4),
                            rows.getLong(5), rows.getLong(6), rows.getString(7)));
                }
            }
            return found;
        }
    }

    /// Forgets this migration: its control row, checkpoints, quarantine and record of what it made. The journal stays.
    public void forget(Connection connection) throws SQLException {
        for (String table : List.of("checkpoint", "quarantine", "made", "shape", "control")) {
            try (PreparedStatement statement = connection
                    .prepareStatement("DELETE FROM portage." + table + " WHERE migration_id = ?")) {
                statement.setString(1, migrationId);
                statement.executeUpdate();
            }
        }
        journal(connection, "any", "none", "forgotten");
    }

    /// Whether [#forget] is the last that happened to this migration.
    public boolean isForgotten(Connection connection) throws SQLException {
        if (!StateTables.present(connection)) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM portage.journal WHERE migration_id = ? AND to_state = 'none')
                    AND NOT EXISTS (SELECT FROM portage.control WHERE migration_id = ?)
                """)) {
            statement.setString(1, migrationId);
            statement.setString(2, migrationId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Drops schema `portage` where no migration is left in it, with the journal.
    ///
    /// @return whether it is gone
    public boolean dropUnused(Connection connection) throws SQLException {
        RunLock.whileMaking(connection);
        return StateTables.dropUnused(connection);
    }

    /// What was recorded with what it takes to put it back.
    public record Defined(Made made, String definition) {}

    /// One object that a migration made: kind `schema`, `table`, `index`, `check` … as in the plan's DDL steps; `taken …`
    /// for what was changed of the application's own tables.
    public record Made(String kind, String schema, String table, String name) {}

    /// One range that is done.
    ///
    /// @param lost values that an override changed, `REASON=n` joined by commas; empty where none
    public record Checkpoint(String sourceId, String table, int range, long rows, long bytes, long quarantined, String lost) {}
}
