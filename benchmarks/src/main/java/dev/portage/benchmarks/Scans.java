package dev.portage.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Scans the largest table, by C and by Portage, in turns.
///
/// @param floor seconds of the C program through libsqlite3, or of the sqlite3 shell where there is no compiler
/// @param floorName which of the two
/// @param cold seconds of Portage's first scan in a new JVM
/// @param warm seconds of its third
record Scans(List<Double> floor, String floorName, List<Double> cold, List<Double> warm) {
    private static final int TIMES = 3;

    static Scans measure(Workspace workspace, Path file, int rounds) throws IOException, InterruptedException {
        Path work = workspace.work();
        Path program = compile(workspace);
        boolean compiled = Files.exists(program);
        List<Double> floor = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double least = compiled
                    ? seconds(Program.run(work, Map.of(), List.of(program.toString(), file.toString(),
                            Novels.LARGEST)), 0)
                    : shell(work, file);
            Program.Ended own = Program.run(work, Map.of(), java(workspace, file));
            if (round > 0) {
                floor.add(least);
                cold.add(seconds(own, 0));
                warm.add(seconds(own, TIMES - 1));
            }
        }
        return new Scans(floor, compiled ? "C program through libsqlite3" : "sqlite3 shell (no C compiler)", cold, warm);
    }

    private static Path compile(Workspace workspace) throws IOException, InterruptedException {
        Path program = workspace.work().resolve("scan");
        Files.deleteIfExists(program);
        if (!Program.find("cc").isEmpty()) {
            Program.Ended ended = Program.run(workspace.work(), Map.of(), List.of("cc", "-O2", "-o", program.toString(),
                    workspace.root().resolve("benchmarks/src/main/c/scan.c").toString(), "-lsqlite3"));
            if (ended.exitCode() != 0) {
                Progress.say("scan.c was not compiled (is libsqlite3-dev installed?), the sqlite3 shell takes its place");
            }
        }
        return program;
    }

    private static double shell(Path work, Path file) throws IOException, InterruptedException {
        return Program.run(work, Map.of(), List.of("sh", "-c",
                "sqlite3 -readonly '%s' 'select * from %s' >/dev/null".formatted(file, Novels.LARGEST)))
                .successful("sqlite3").seconds();
    }

    /// As the launcher starts Portage: with its cache of loaded classes, where there is one.
    private static List<String> java(Workspace workspace, Path file) throws IOException {
        Path root = workspace.root().toAbsolutePath().normalize();
        Path target = root.resolve("cli/target");
        Optional<Path> cache = newest(target.resolve("portage-start"), ".aot");
        Optional<Path> classes = newest(target.resolve("portage-start"), ".jar");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xlog:aot*=off", "-Xlog:cds*=off"));
        String path = target.resolve("portage.jar") + File.pathSeparator + root.resolve("benchmarks/target/classes");
        if (cache.isPresent() && classes.isPresent()) {
            // A cache counts only where the class path begins as when it was made.
            command.addAll(List.of("-XX:AOTCache=" + cache.get(), "-cp", classes.get() + File.pathSeparator + path));
        } else {
            command.addAll(List.of("-cp", path));
        }
        command.addAll(List.of(ScanProgram.class.getName(), file.toString(), Novels.LARGEST, String.valueOf(TIMES)));
        return command;
    }

    private static Optional<Path> newest(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending) && !file.toString().endsWith(".short.aot"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()));
        }
    }

    private static double seconds(Program.Ended ended, int line) {
        return Double
                .parseDouble(ended.successful("the scan").output().lines().skip(line).findFirst().orElseThrow().split(" ")[0]);
    }
}
