package dev.portage.source;

import java.nio.file.Path;

/// A finished copy of a live file; its bytes may be on their way to the disk.
///
/// @param file where it lies
/// @param fingerprint [Fingerprint#of(Path)] of it, 64 hex digits
/// @param bytes its size
/// @param pageBytes the page size, 512..65536
/// @param pages how many pages it has
/// @param sourceSchemaVersion `PRAGMA schema_version` of the live file at the moment of the copy; the copy's own differs
public record PrivateCopy(Path file, String fingerprint, long bytes, int pageBytes, long pages, int sourceSchemaVersion) {}
