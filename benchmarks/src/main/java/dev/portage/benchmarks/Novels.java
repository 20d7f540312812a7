package dev.portage.benchmarks;

import java.util.List;

/// Names of the novels file.
final class Novels {
    /// Its tables, parents first.
    static final List<String> TABLES = List.of("novels", "chapters", "paragraphs", "audio_cache");
    /// Its largest table.
    static final String LARGEST = "paragraphs";

    private Novels() {}
}
