package dev.portage.source;

import java.nio.file.Path;

/// What the first 100 bytes of a SQLite file tell.
///
/// Source: "Database File Format", section 1.3 (sqlite.org/fileformat2.html).
///
/// @param file the file, symbolic links resolved
/// @param pageBytes 512..65536
/// @param writeAheadLog whether the file is in WAL mode
public record SourceHeader(Path file, int pageBytes, boolean writeAheadLog) {}
