package dev.portage.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The reference pages that follow from the command line itself.
public final class CommandPages {
    /// What the exit codes of every command mean, in order.
    static final Map<String, String> EXIT_CODES = Map.ofEntries(Map.entry("0", "done, and equal where it was compared"),
            Map.entry("2", "usage, configuration, or a source that is missing, empty, not SQLite, encrypted or damaged"),
            Map.entry("3", "the plan has open decisions"),
            Map.entry("4", "a database could not be reached, a disk is full, or time ran out"),
            Map.entry("5", "conflict: the target is not empty, another run is active, or source or plan changed"),
            Map.entry("6", "the sides differ"), Map.entry("7", "refused as unsafe now"), Map.entry("8", "could not verify"),
            Map.entry("70", "a defect in Portage"), Map.entry("130", "interrupted by SIGINT, resumable"),
            Map.entry("143", "interrupted by SIGTERM, resumable"));

    private CommandPages() {}

    /// `commands.md`: the help of every command, and the exit codes.
    public static String commands() {
        StringBuilder page = new StringBuilder("""
                # Commands

                `portage <command> SOURCE [--to TARGET]`. SOURCE names the migration and its work folder for every command.
                Results go to stdout, progress and errors to stderr; with `--json` stdout holds one JSON document and nothing
                else. A password is never an argument: it comes from `PGPASSWORD`, a pgpass file or `--password-file`.

                ## Exit codes

                | code | meaning |
                |---|---|
                """);
        EXIT_CODES.entrySet().stream().sorted(java.util.Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .forEach(entry -> page.append("| %s | %s |\n".formatted(entry.getKey(), entry.getValue())));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine line = PortageCommand.commandLine(new Console(nowhere, nowhere, false, false, Map.of()));
        line.getSubcommands().forEach((name, command) -> append(page, "portage " + name, command));
        return page.toString();
    }

    private static void append(StringBuilder page, String name, CommandLine command) {
        if (name.endsWith(" help")) {
            return;
        }
        command.setUsageHelpWidth(100);
        page.append("\n## ").append(name).append("\n\n```\n")
                .append(command.getUsageMessage(Ansi.OFF).replace("\r", "").stripTrailing()).append("\n```\n");
        command.getSubcommands().forEach((child, line) -> append(page, name + " " + child, line));
    }

    /// `settings.md`: everything that can be set by the environment.
    public static String settings() {
        StringBuilder page = new StringBuilder("""
                # Settings

                A flag goes before the environment, the environment before the default. `portage settings` prints each value
                and where it came from. A value outside its range is refused with exit code 2 (PT-104), naming the range.

                | flag | variable | default | allowed | what it is |
                |---|---|---|---|---|
                """);
        for (Setting<?> setting : Settings.ALL) {
            page.append("| `%s` | `%s` | `%s` | %s | %s |\n".formatted(setting.flag(), setting.variable(), setting.fallback(),
                    setting.range(), setting.help()));
        }
        page.append("\nAlso read from the environment:\n\n| variable | what it is for |\n|---|---|\n");
        List<Settings.Variable> variables = Settings.VARIABLES;
        variables.forEach(variable -> page.append("| `%s` | %s |\n".formatted(variable.name(), variable.help())));
        page.append(
                "\nThe launcher `portage` reads `JAVA_HOME` (a JDK 25 or newer) and `PORTAGE_JAVA_OPTS` (flags for the JVM).\n");
        return page.toString();
    }
}
