package dev.portage.snapshot;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A private copy of a source as of one moment: what is copied and verified, and the backup to go back to.
///
/// @param file where the copy lies
/// @param fingerprint see [dev.portage.source.Fingerprint], 64 hex digits
/// @param bytes its size
/// @param takenAt when it was taken
/// @param sourceId the name of its source
/// @param sourceSchemaVersion `PRAGMA schema_version` of the source when it was taken
/// @param dumpHash where the source is a dump: SHA-256 of the text that was loaded
public record Snapshot(Path file, String fingerprint, long bytes, Instant takenAt, String sourceId, int sourceSchemaVersion,
        Optional<String> dumpHash) {}
