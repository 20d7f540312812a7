package dev.portage.snapshot;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.source.DiskFiles;
import dev.portage.source.Fingerprint;
import dev.portage.source.LiveSource;
import dev.portage.source.PrivateCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The snapshots of one migration: a folder with one file for each source, named after it, and `snapshot.json` with
/// what is known of them.
///
/// The folder is a cache. What `snapshot.json` says counts only while the file beside it has that size and that
/// fingerprint; anything else is as if the snapshot were not there.
///
/// Threads: one at a time.
public final class Snapshots {
    private static final String INDEX = "snapshot.json";
    private static final String NEW = ".new";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Snapshots() {}

    /// What [Snapshots#take(LiveSource, Path)] found.
    ///
    /// @param snapshot the source as it is now
    /// @param existing an older snapshot that differs from it; then `snapshot` lies beside it and waits for
    ///        [Snapshots#adopt(Taken)] or [Snapshots#discard(Taken)]
    public record Taken(Snapshot snapshot, Optional<Snapshot> existing) {}

    /// Copies the source into `folder`, which is made if missing.
    ///
    /// When the folder already has a snapshot with the same fingerprint, that one is returned untouched and the new
    /// copy is deleted. When it has another one, both are there and the caller decides. What is returned has its name on disk;
    /// its bytes are there for good when [BackgroundCheck#violations()] returns. Until then a crash of the machine may leave
    /// other bytes, which then do not fit the fingerprint.
    /// A dump whose very text was loaded into `folder` before is not loaded again.
    ///
    /// @throws dev.portage.SourceException as [LiveSource#copyTo(Path)]
    /// @throws UnreachableException as [LiveSource#copyTo(Path)]
    public static Taken take(LiveSource source, Path folder) {
        try {
            return taken(source, folder);
        } catch (RuntimeException e) {
            DiskFiles.deleteQuietly(folder.resolve(source.sourceId() + NEW));
            throw e;
        }
    }

    private static Taken taken(LiveSource source, Path folder) {
        Path wanted = folder.resolve(source.sourceId());
        if (source.dumpHash().isPresent()) {
            Optional<Snapshot> loaded = find(folder, source.sourceId());
            if (loaded.isPresent() && loaded.get().dumpHash().equals(source.dumpHash())) {
                deleteLeft(folder.resolve(source.sourceId() + NEW));
                return new Taken(loaded.get(), Optional.empty());
            }
        }
        PrivateCopy copy = source.copyTo(folder.resolve(source.sourceId() + NEW));
        Moment.SOURCE_COPY_MADE.reached();
        var fresh = new Snapshot(copy.file(), copy.fingerprint(), copy.bytes(), Instant.now(), source.sourceId(),
                copy.sourceSchemaVersion(), source.dumpHash());
        try {
            Optional<Snapshot> existing = find(folder, source.sourceId());
            if (existing.isPresent() && existing.get().fingerprint().equals(fresh.fingerprint())) {
                Files.delete(copy.file());
                Moment.SNAPSHOT_KEPT.reached();
                return new Taken(existing.get(), Optional.empty());
            }
            return existing.isPresent() ? new Taken(fresh, existing) : new Taken(keep(fresh, wanted), Optional.empty());
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void deleteLeft(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// Lets the new snapshot take the place of the existing one, which is deleted.
    public static Snapshot adopt(Taken taken) {
        if (taken.existing().isEmpty()) {
            return taken.snapshot();
        }
        try {
            return keep(taken.snapshot(), taken.existing().get().file());
        } catch (IOException e) {
            DiskFiles.deleteQuietly(taken.snapshot().file());
            throw unwritable(taken.snapshot().file(), e);
        }
    }

    /// Deletes the new snapshot; the existing one stays.
    public static Snapshot discard(Taken taken) {
        if (taken.existing().isEmpty()) {
            return taken.snapshot();
        }
        try {
            Files.deleteIfExists(taken.snapshot().file());
            Moment.SNAPSHOT_KEPT.reached();
            return taken.existing().get();
        } catch (IOException e) {
            throw unwritable(taken.snapshot().file(), e);
        }
    }

    /// The snapshot of that source in `folder`, empty where there is none whose file is whole (its bytes are read).
    public static Optional<Snapshot> find(Path folder, String sourceId) {
        try {
            for (Snapshot snapshot : index(folder)) {
                if (snapshot.sourceId().equals(sourceId) && whole(snapshot)) {
                    return Optional.of(snapshot);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /// Whether the copy still has the bytes that it was taken with; all of them are read.
    ///
    /// @throws UnreachableException PT-354 it cannot be read
    public static boolean whole(Snapshot snapshot) {
        try {
            return Files.isRegularFile(snapshot.file()) && Files.size(snapshot.file()) == snapshot.bytes()
                    && Fingerprint.of(snapshot.file()).equals(snapshot.fingerprint());
        } catch (IOException e) {
            throw unreadable(snapshot.file(), e);
        }
    }

    private static UnreachableException unreadable(Path place, IOException e) {
        return new UnreachableException(354, "the snapshots in %s cannot be read (%s)".formatted(place, e.getMessage()),
                "The source is unchanged; mend the folder, then run the same command again", e);
    }

    /// Gives the file its name first: until the index says so too, the old line does not fit the file and counts for
    /// nothing.
    private static Snapshot keep(Snapshot fresh, Path wanted) throws IOException {
        DiskFiles.moveInto(fresh.file(), wanted);
        Moment.SNAPSHOT_IN_PLACE.reached();
        var kept = new Snapshot(wanted, fresh.fingerprint(), fresh.bytes(), fresh.takenAt(), fresh.sourceId(),
                fresh.sourceSchemaVersion(), fresh.dumpHash());
        Path folder = wanted.resolveSibling(INDEX).toAbsolutePath().getParent();
        var all = new ArrayList<>(index(folder == null ? wanted : folder));
        all.removeIf(other -> other.sourceId().equals(kept.sourceId()));
        all.add(kept);
        DiskFiles.write(wanted.resolveSibling(INDEX), json(all));
        Moment.SNAPSHOT_INDEXED.reached();
        return kept;
    }

    private static byte[] json(List<Snapshot> snapshots) {
        var root = JSON.createObjectNode().put("formatVersion", 1);
        var array = root.putArray("snapshots");
        for (Snapshot s : snapshots) {
            var node = array.addObject().put("sourceId", s.sourceId()).put("file", String.valueOf(s.file().getFileName()))
                    .put("fingerprint", s.fingerprint()).put("bytes", s.bytes()).put("takenAt", s.takenAt().toString())
                    .put("sourceSchemaVersion", s.sourceSchemaVersion());
            s.dumpHash().ifPresent(hash -> node.put("dumpHash", hash));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /// An index that is missing or cannot be understood lists nothing: the snapshot is then taken again.
    private static List<Snapshot> index(Path folder) throws IOException {
        Path file = folder.resolve(INDEX);
        if (Files.notExists(file)) {
            return List.of();
        }
        var snapshots = new ArrayList<Snapshot>();
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("formatVersion").asInt(0) != 1) {
                return List.of();
            }
            for (JsonNode node : root.path("snapshots")) {
                Path name = Path.of(node.path("file").asString("")).getFileName();
                snapshots.add(new Snapshot(folder.resolve(String.valueOf(name)), node.path("fingerprint").asString(""),
                        node.path("bytes").asLong(-1), Instant.parse(node.path("takenAt").asString("")),
                        node.path("sourceId").asString(""), node.path("sourceSchemaVersion").asInt(0),
                        Optional.ofNullable(node.path("dumpHash").asString(null))));
            }
            return snapshots;
        } catch (JacksonException | java.time.DateTimeException | java.nio.file.InvalidPathException _) {
            return List.of();
        }
    }

    static UnreachableException unwritable(Path place, IOException e) {
        return new UnreachableException(352, "the snapshot at %s could not be written (%s)".formatted(place, e.getMessage()),
                "The source is unchanged; mend the folder, then run the same command again", e);
    }
}
