package dev.portage;

import dev.portage.schema.Schema;
import dev.portage.schema.SchemaMerge;
import dev.portage.schema.Table;
import dev.portage.snapshot.IntegrityCheck;
import dev.portage.snapshot.Snapshot;
import dev.portage.snapshot.Snapshots;
import dev.portage.source.Fingerprint;
import dev.portage.source.LiveSource;
import dev.portage.source.SqliteFile;
import dev.portage.source.SqliteSchemaReader;
import dev.portage.state.WorkDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where rows come from during one command: the live files, held open without a transaction, and the private copies of
/// them that everything is read from, all through one connection.
final class Origin implements AutoCloseable {
    /// A rollback-journal writer waits while the file is copied; measured 0.63 s for 382 MB.
    private static final double COPY_BYTES_A_SECOND = 600e6;
    private static final double LONGEST_PAUSE_SECONDS = 2.5;
    /// SQLITE_MAX_ATTACHED is 10, and the first file is not attached.
    private static final int MOST_SOURCES = 11;

    /// What to do with a private copy in the work folder that differs from the source as it is now.
    enum Keep {
        /// Nothing was made from it: the new one takes its place.
        NOTHING,
        /// The target was begun from it, and no other may be mixed in.
        REFUSE,
        /// The target was made from it, and it is what the target is compared with.
        THE_OLD
    }

    private final List<Frozen> parts;
    private final Schema schema;

    /// One source and its private copy.
    ///
    /// @param database the name under which the copy is attached
    /// @param differs whether the source is not what the copy was made from
    private record Frozen(String database, LiveSource live, Snapshot snapshot, boolean differs) {}

    private Origin(List<Frozen> parts, Schema schema) {
        this.parts = List.copyOf(parts);
        this.schema = schema;
    }

    /// Looks at the sources, and makes a private copy of each where an equal one is not there yet.
    ///
    /// @throws ConflictException PT-430 the work folder has another copy, and `keep` says that it must be the same
    static Origin freeze(MigrationSettings settings, WorkDir workDir, Keep keep) {
        List<Frozen> parts = new ArrayList<>();
        try {
            List<String> databases = databases(settings.sourceIds());
            for (int i = 0; i < databases.size(); i++) {
                parts.add(freeze(settings, workDir, keep, settings.sources().get(i), databases.get(i)));
            }
            List<SchemaMerge.Part> schemas = new ArrayList<>();
            for (Frozen part : parts) {
                try (SqliteFile file = SqliteFile.openPrivate(part.snapshot().file())) {
                    schemas.add(new SchemaMerge.Part(part.database(), SqliteSchemaReader.read(file)));
                } catch (SourceException damage) {
                    throw IntegrityCheck.placed(damage, List.of(part.snapshot().file()));
                }
            }
            return new Origin(parts, SchemaMerge.of(schemas));
        } catch (RuntimeException e) {
            parts.forEach(part -> part.live().close());
            throw e;
        }
    }

    private static Frozen freeze(MigrationSettings settings, WorkDir workDir, Keep keep, Path source, String database) {
        LiveSource live = LiveSource.open(source);
        try {
            requireShortPause(settings, live);
            Snapshots.Taken taken = Snapshots.take(live, workDir.snapshotFolder());
            boolean replace = keep == Keep.NOTHING;
            Snapshot snapshot = replace ? Snapshots.adopt(taken) : Snapshots.discard(taken);
            if (taken.existing().isPresent() && keep == Keep.REFUSE) {
                throw changedSince(live.sourceId());
            }
            return new Frozen(database, live, snapshot, taken.existing().isPresent() && !replace);
        } catch (RuntimeException e) {
            live.close();
            throw e;
        }
    }

    /// The names under which the copies are attached: `main` for the first, then each file's name without its ending, in
    /// lower case, with `_` for what is no letter or digit.
    private static List<String> databases(List<String> sourceIds) {
        if (new HashSet<>(sourceIds).size() < sourceIds.size()) {
            throw new ConfigException(111, "two sources have the same name: " + String.join(", ", sourceIds),
                    "Nothing was begun; the name tells sources apart for good, so give one file another name");
        }
        if (sourceIds.size() > MOST_SOURCES) {
            throw new ConfigException(112, "%d sources are more than one migration takes".formatted(sourceIds.size()),
                    "Nothing was begun; move at most %d files at once".formatted(MOST_SOURCES));
        }
        List<String> names = new ArrayList<>(List.of(Table.Place.MAIN));
        for (String id : sourceIds.subList(1, sourceIds.size())) {
            String plain = id.replaceFirst("\\.[^.]*$", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
            String name = plain.equals("temp") ? "temp_" : plain;
            while (names.contains(name)) {
                name += "_";
            }
            names.add(name);
        }
        return names;
    }

    private static void requireShortPause(MigrationSettings settings, LiveSource live) {
        double seconds = live.bytes() / COPY_BYTES_A_SECOND;
        if (!live.writeAheadLog() && seconds > LONGEST_PAUSE_SECONDS && !settings.allowPause()) {
            throw new RefusedException(610,
                    "%s is in rollback-journal mode: writers would wait about %.1f s while it is copied".formatted(
                            live.sourceId(), seconds),
                    "Nothing was started; stop the writers or accept it with --allow-pause");
        }
    }

    /// The private copies in the order of the sources.
    List<Snapshot> snapshots() {
        return parts.stream().map(Frozen::snapshot).toList();
    }

    /// The sources' ids by the names under which their copies are attached, in order.
    Map<String, String> sourceIds() {
        Map<String, String> ids = new LinkedHashMap<>();
        parts.forEach(part -> ids.put(part.database(), part.live().sourceId()));
        return ids;
    }

    /// SHA-256 over what the private copies hold: that of the only one, or over all of them in order.
    String fingerprint() {
        return parts.size() == 1
                ? parts.getFirst().snapshot().fingerprint()
                : Fingerprint.ofText(parts.stream().map(part -> part.live().sourceId() + '\0' + part.snapshot().fingerprint())
                        .collect(Collectors.joining("\n")));
    }

    /// Bytes of all private copies.
    long bytes() {
        return parts.stream().mapToLong(part -> part.snapshot().bytes()).sum();
    }

    /// The tables of all sources.
    Schema schema() {
        return schema;
    }

    /// A new connection to the private copies.
    SqliteFile open() {
        Map<String, Path> attached = new LinkedHashMap<>();
        parts.subList(1, parts.size()).forEach(part -> attached.put(part.database(), part.snapshot().file()));
        return SqliteFile.openPrivate(parts.getFirst().snapshot().file(), attached);
    }

    /// The sources that somebody wrote to, or replaced, since their private copies were made, each with what happened:
    /// `app.db: its schema was changed`.
    List<String> changed() {
        List<String> changed = new ArrayList<>();
        for (Frozen part : parts) {
            part.live().changed().or(() -> part.differs() ? Optional.of("it was written to") : Optional.empty())
                    .ifPresent(how -> changed.add(part.live().sourceId() + ": " + how));
        }
        return changed;
    }

    /// Reads the private copies once more: what was copied and compared must be what was taken.
    ///
    /// @throws SourceException PT-182 a byte of one is another than when it was taken
    void requireWhole() {
        for (Frozen part : parts) {
            Snapshot copy = part.snapshot();
            if (!Snapshots.whole(copy)) {
                throw new SourceException(182,
                        "%s has other bytes than when it was taken: the disk changed them, or somebody wrote there".formatted(
                                copy.file()),
                        "What was read from it counts for nothing and the target stays closed; check that disk, then run the same "
                                + "command again, which takes the copy anew and compares the target with it");
            }
        }
    }

    /// PT-430, for a source of that name.
    static ConflictException changedSince(String sourceId) {
        return new ConflictException(430,
                "%s is not what this migration began with: it has changed since, or is another file of that name"
                        .formatted(sourceId),
                "Nothing was changed; to drop what was made and begin anew, run portage move with --restart");
    }

    @Override
    public void close() {
        parts.forEach(part -> part.live().close());
    }
}
