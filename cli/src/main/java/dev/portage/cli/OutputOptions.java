package dev.portage.cli;

import picocli.CommandLine.Option;

/// How a command shows what it does.
final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON document on stdout and nothing else there.")
    boolean json;

    @Option(names = "--quiet", description = "No progress.")
    boolean quiet;

    @Option(names = "--no-color", description = "No colours.")
    boolean noColor;

    /// Colours for what goes to stdout.
    Palette palette(Console console) {
        boolean off = noColor || json || !console.outIsTerminal()
                || !console.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return off ? Palette.PLAIN : Palette.COLOURED;
    }
}
