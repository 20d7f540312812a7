package dev.portage;

import dev.portage.copy.DropList;
import dev.portage.copy.OwnTables;
import dev.portage.copy.Undo;
import dev.portage.moment.Moment;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import dev.portage.source.Fingerprint;
import dev.portage.state.ControlRow;
import dev.portage.state.RunLock;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.state.WorkDir;
import dev.portage.target.Retry;
import dev.portage.target.Target;
import dev.portage.target.TargetAddress;
import dev.portage.target.TargetErrors;
import dev.portage.target.TargetSettings;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where rows go during one command: the target, this migration's state there, and the lock that keeps other runs out.
final class Destination implements AutoCloseable {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    private final Target target;
    private final TargetState state;
    private final RunLock lock;
    private final Retry retry;
    private volatile @Nullable ControlRow known;

    private Destination(Target target, TargetState state, RunLock lock, Retry retry) {
        this.target = target;
        this.state = state;
        this.lock = lock;
        this.retry = retry;
    }

    /// Opens the target, starting an embedded one, and takes the lock of this migration.
    ///
    /// @throws ConflictException another run is at work
    ///
    /// @param listener hears why a step is done again
    static Destination open(MigrationSettings settings, WorkDir workDir, Event.Listener listener) {
        Target target = Target.open(address(settings, workDir),
                TargetSettings.ofEnvironment().withPasswordFile(settings.passwordFile().orElse(null)));
        try {
            target.requireSupported();
            TargetState state = new TargetState(migrationId(settings), settings.sourceIds(), settings.schema());
            return new Destination(target, state, RunLock.take(target::connect, state.migrationId(), LOCK_PATIENCE),
                    new Retry(listener));
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /// The target as typed, or the embedded server in the work folder.
    static TargetAddress address(MigrationSettings settings, WorkDir workDir) {
        return settings.target().map(TargetAddress::parse).orElseGet(() -> new TargetAddress.Embedded(workDir.embeddedFolder()));
    }

    private static String migrationId(MigrationSettings settings) {
        return Fingerprint.ofText(settings.sourceId() + '\0' + settings.schema()).substring(0, 16);
    }

    /// A connection of this run, whose lock is still held.
    Connection connect(String purpose) {
        if (lock.hold()) {
            requireUnchanged();
        }
        return target.connect(purpose);
    }

    /// While the lock was lost, another run may have come and gone; then what this one knows is not true any more.
    private void requireUnchanged() {
        ControlRow expected = known;
        if (expected == null) {
            return;
        }
        try (Connection connection = target.connect("control")) {
            if (state.findControl(connection).filter(expected::equals).isEmpty()) {
                throw new ConflictException(420, "another run of this migration has gone on while this one had lost its session",
                        "Its work was not disturbed; type the same command again to see where it stands");
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the control row");
        }
    }

    /// Says that the control row is about to change.
    void expectChange() {
        known = null;
    }

    /// Does a step again where what stopped it may pass.
    Retry retry() {
        return retry;
    }

    Target target() {
        return target;
    }

    TargetState state() {
        return state;
    }

    Report.Target described(String schema) {
        return new Report.Target(target.serverVersion(), schema, target.address().display(), target.tls());
    }

    /// The server's data folder where it lies on this machine and this role may know it; its disk can then be asked for room.
    Optional<Path> findDataFolder() {
        if (!target.server().isLoopback()) {
            return Optional.empty();
        }
        try (Connection connection = target.connect("room");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT setting FROM pg_settings WHERE name = 'data_directory'")) {
            return row.next() ? Optional.of(Path.of(row.getString(1))).filter(Files::isDirectory) : Optional.empty();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "asking where the server keeps its data");
        }
    }

    Optional<ControlRow> control() {
        return retry.of("reading the control row", _ -> {
            try (Connection connection = connect("control")) {
                Optional<ControlRow> found = state.findControl(connection);
                known = found.orElse(null);
                return found;
            }
        });
    }

    /// Refuses to go on with rows that another version copied: it may have cut ranges and written values otherwise.
    ///
    /// @throws ConflictException PT-425
    void requireVersion(String version) {
        try (Connection connection = target.connect("control")) {
            String found = state.toolVersion(connection);
            if (!found.equals(version)) {
                throw new ConflictException(425,
                        "the copy in the target was begun by Portage %s, and this is %s".formatted(found, version),
                        "Nothing was changed; go on with that version, or run portage move with --restart, which drops what it made");
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the control row");
        }
    }

    /// What these schemas hold that this migration has not made, as it was before this migration took it.
    List<TargetTable> there(Set<String> schemas) {
        try (Connection connection = target.connect("catalog")) {
            List<TargetTable> all = TargetTables.read(connection, schemas);
            if (state.findControl(connection).isEmpty()) {
                return all;
            }
            Set<Made> made = new HashSet<>(state.made(connection));
            return OwnTables.asFound(connection, state, all).stream()
                    .filter(table -> !made.contains(new Made("table", table.schema(), table.name(), table.name()))
                            && !made.contains(new Made("view", table.schema(), table.name(), table.name())))
                    .toList();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading what the target holds");
        }
    }

    /// Writes the control row of a migration that begins; durable on return.
    ControlRow begin(String planHash, String fingerprint, String planText) {
        byte[] token = new byte[16];
        new SecureRandom().nextBytes(token);
        ControlRow row = new ControlRow(state.migrationId(), ControlRow.State.COPYING, 1, "sqlite", planHash, fingerprint,
                planText, target.identity().system(), target.identity().timeline(),
                HexFormat.of().formatHex(token));
        return retry.of("writing the control row", again -> {
            try (Connection connection = connect("begin")) {
                if (again && state.findControl(connection).filter(row::equals).isPresent()) {
                    return row;
                }
                connection.setAutoCommit(false);
                state.createTables(connection);
                Moment.STATE_TABLES_MADE.reached();
                state.begin(connection, row, Migration.VERSION);
                Moment.CONTROL_ROW_COMMITS.reached();
                connection.commit();
                Moment.CONTROL_ROW_COMMITTED.reached();
                known = row;
                return row;
            }
        });
    }

    /// Moves the control row on; durable on return.
    ControlRow advance(ControlRow read, ControlRow.State to, String writableSide) {
        expectChange();
        return retry.of("moving the control row on", again -> {
            try (Connection connection = connect("control")) {
                Optional<ControlRow> moved = state.findControl(connection);
                if (again && moved.filter(row -> row.state() == to && row.epoch() == read.epoch()).isPresent()) {
                    return moved.get();
                }
                connection.setAutoCommit(false);
                state.advance(connection, read, to, writableSide);
                Moment.STATE_COMMITS.reached();
                connection.commit();
                Moment.STATE_COMMITTED.reached();
                ControlRow now = state.findControl(connection).orElseThrow();
                known = now;
                return now;
            }
        });
    }

    /// Drops what this migration made and forgets it; durable on return.
    ///
    /// @return what became of rows of the application's own tables
    List<String> dropAll() {
        expectChange();
        return retry.of("dropping what this migration made", _ -> {
            try (Connection connection = connect("drop")) {
                return Undo.dropAll(connection, state);
            }
        });
    }

    /// What [#dropAll] would remove and put back, a line for each thing; empty where nothing is there.
    List<String> dropList() {
        try (Connection connection = target.connect("drop")) {
            return state.findControl(connection).isPresent() ? DropList.of(connection, state) : List.of();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "listing what this migration made");
        }
    }

    /// Whether this migration was dropped, and only schema `portage` tells of it.
    boolean isForgotten() {
        try (Connection connection = target.connect("drop")) {
            return state.isForgotten(connection);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "reading the journal");
        }
    }

    /// Drops schema `portage` where no migration is left in it; durable on return.
    boolean dropState() {
        try (Connection connection = target.connect("drop")) {
            connection.setAutoCommit(false);
            boolean gone = state.dropUnused(connection);
            Moment.STATE_SCHEMA_COMMITS.reached();
            connection.commit();
            Moment.STATE_SCHEMA_COMMITTED.reached();
            return gone;
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "dropping schema portage");
        }
    }

    @Override
    public void close() {
        try (target) {
            lock.close();
        }
    }
}
