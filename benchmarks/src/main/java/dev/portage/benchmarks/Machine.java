package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where and with what was measured. Neither host names nor paths.
final class Machine {
    private Machine() {}

    /// Facts in order.
    static Map<String, String> facts(Workspace workspace) throws IOException, InterruptedException {
        Path work = workspace.work();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", first("/proc/cpuinfo", "model name"));
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", first("/proc/meminfo", "MemTotal"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("file system", Files.getFileStore(work).type());
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("pgloader", version(work, "pgloader", "--version"));
        facts.put("psql", version(work, "psql", "--version"));
        facts.put("sqlite3", version(work, "sqlite3", "--version").replaceFirst(" .*", ""));
        facts.put("Portage", commit(workspace));
        return facts;
    }

    private static String version(Path work, String... command) throws IOException, InterruptedException {
        String version = Program.version(work, command);
        return version.isEmpty() ? "not installed" : version;
    }

    private static String commit(Workspace workspace) throws IOException, InterruptedException {
        String root = workspace.root().toString();
        String commit = Program.version(workspace.work(), "git", "-C", root, "rev-parse", "--short=12", "HEAD");
        String changes = Program.run(workspace.work(), Map.of(), List.of("git", "-C", root, "status", "--porcelain",
                "--untracked-files=no")).output();
        return commit + (changes.isBlank() ? "" : " with changes");
    }

    private static String first(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    }
}
