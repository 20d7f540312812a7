package dev.portage.source;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The live files that connections of this process hold, so that nobody opens one of them beside SQLite.
///
/// Threads: any.
final class HeldFiles {
    private record Held(SourceHeader header, int count) {}

    private static final ConcurrentHashMap<Path, Held> HELD = new ConcurrentHashMap<>();

    private HeldFiles() {}

    static Optional<SourceHeader> find(Path file) {
        return Optional.ofNullable(HELD.get(file)).map(Held::header);
    }

    static void hold(SourceHeader header) {
        HELD.merge(header.file(), new Held(header, 1), (old, _) -> new Held(old.header(), old.count() + 1));
    }

    static void release(SourceHeader header) {
        HELD.computeIfPresent(header.file(), (_, held) -> held.count() == 1 ? null : new Held(held.header(), held.count() - 1));
    }
}
