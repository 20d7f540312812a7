package dev.portage;

import dev.portage.schema.Schema;
import dev.portage.snapshot.Snapshot;
import dev.portage.snapshot.Snapshots;
import dev.portage.source.LiveSource;
import dev.portage.source.SourceSniffer;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.state.WorkDir;

/// Where rows come from during one command: the live file, held open without a transaction, and the private copy of it
/// that everything is read from.
final class Origin implements AutoCloseable {
    /// A rollback-journal writer waits while the file is copied; measured 0.63 s for 382 MB.
    private static final double COPY_BYTES_A_SECOND = 600e6;
    private static final double LONGEST_PAUSE_SECONDS = 2.5;

    /// What to do with a private copy in the work folder that differs from the source as it is now.
    enum Keep {
        /// Nothing was made from it: the new one takes its place.
        NOTHING,
        /// The target was begun from it, and no other may be mixed in.
        REFUSE,
        /// The target was made from it, and it is what the target is compared with.
        THE_OLD
    }

    private final LiveSource live;
    private final Snapshot snapshot;
    private final Schema schema;
    private final boolean differs;

    private Origin(LiveSource live, Snapshot snapshot, Schema schema, boolean differs) {
        this.live = live;
        this.snapshot = snapshot;
        this.schema = schema;
        this.differs = differs;
    }

    /// Looks at the source, and makes its private copy where an equal one is not there yet.
    ///
    /// @throws ConflictException PT-430 the work folder has another copy, and `keep` says that it must be the same
    static Origin freeze(MigrationSettings settings, WorkDir workDir, Keep keep) {
        SourceSniffer.requireSqlite(settings.source());
        LiveSource live = LiveSource.open(settings.source());
        try {
            requireShortPause(settings, live);
            Snapshots.Taken taken = Snapshots.take(live, workDir.snapshotFolder());
            boolean replace = keep == Keep.NOTHING;
            Snapshot snapshot = replace ? Snapshots.adopt(taken) : Snapshots.discard(taken);
            if (taken.existing().isPresent() && keep == Keep.REFUSE) {
                throw new ConflictException(430, "%s has changed since this migration began".formatted(settings.sourceId()),
                        "Nothing was changed; to drop what was made and begin anew, run portage move with --restart");
            }
            boolean differs = taken.existing().isPresent() && !replace;
            try (SqliteFile file = SqliteFile.openPrivate(snapshot.file())) {
                return new Origin(live, snapshot, SqliteSchemaReader.read(file), differs);
            }
        } catch (RuntimeException e) {
            live.close();
            throw e;
        }
    }

    private static void requireShortPause(MigrationSettings settings, LiveSource live) {
        double seconds = live.bytes() / COPY_BYTES_A_SECOND;
        if (!live.writeAheadLog() && seconds > LONGEST_PAUSE_SECONDS && !settings.allowPause()) {
            throw new RefusedException(610,
                    "%s is in rollback-journal mode: writers would wait about %.1f s while it is copied".formatted(
                            settings.sourceId(),
                            seconds),
                    "Nothing was started; stop the writers or accept it with --allow-pause");
        }
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Schema schema() {
        return schema;
    }

    /// A new connection to the private copy.
    SqliteFile open() {
        return SqliteFile.openPrivate(snapshot.file());
    }

    /// Whether anybody wrote to the source, or replaced it, since the private copy was made.
    boolean changed() {
        return differs || live.changed().isPresent();
    }

    @Override
    public void close() {
        live.close();
    }
}
