package dev.portage.cli;

import dev.portage.source.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything that a folder holds, as lines of text that can be compared. What lies in the cluster of an embedded server is
/// PostgreSQL's own affair.
final class WholeFolder {
    private WholeFolder() {}

    /// A line for each file and folder, with the hash of its bytes where `told` wants them.
    static List<String> of(Path folder, Predicate<String> told) throws IOException {
        return everything(folder, told).stream().filter(line -> !line.contains("/data/")).toList();
    }

    /// A line for each file and folder, with the hash of its bytes: the cluster too.
    static List<String> everything(Path folder) throws IOException {
        return everything(folder, _ -> true);
    }

    private static List<String> everything(Path folder, Predicate<String> told) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                String name = folder.relativize(path).toString();
                lines.add(Files.isRegularFile(path) && told.test(name)
                        ? name + " " + Fingerprint.of(Files.readAllBytes(path))
                        : name);
            }
        }
        return lines;
    }

    /// What two runs of the same work leave alike: reports tell times, the lock its holder, the index of the snapshots when
    /// they were taken, and a server has its own port, password and log.
    static boolean alike(String name) {
        return !name.contains("report.") && !name.endsWith("/lock") && !name.endsWith("/snapshot.json")
                && !name.contains("/postgres/");
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
