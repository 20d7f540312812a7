package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folders of a run. Everything that is measured lies on one disk, below `benchmarks/target`.
///
/// | folder | holds |
/// |---|---|
/// | `benchmarks/target/files` | generated SQLite files, made once and kept |
/// | `benchmarks/target/work` | servers, work folders and logs of this run, emptied at its start |
/// | `benchmarks/results` | what a run writes for good |
///
/// @param root the folder of the root pom
/// @param target where generated and temporary files go
/// @param results where the two result files go
record Workspace(Path root, Path target, Path results) {
    static Workspace of(Path root) {
        return new Workspace(root, root.resolve("benchmarks/target"), root.resolve("benchmarks/results"));
    }

    Path files() throws IOException {
        return Files.createDirectories(target.resolve("files"));
    }

    Path work() throws IOException {
        return Files.createDirectories(target.resolve("work"));
    }

    /// The command that is measured, as people run it.
    Path portage() {
        return root.resolve("portage");
    }

    /// Removes a folder with everything in it; nothing when there is none.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> paths = Files.walk(folder)) {
            inside = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
