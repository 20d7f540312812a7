package dev.portage.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a command writes and what it knows of its surroundings. A stream that was closed at its other end is written to
/// without an error, as [PrintStream] does; [ResultStream] remembers what else went wrong.
///
/// @param out results
/// @param err progress and errors
/// @param outIsTerminal whether a person looks at `out`
/// @param errIsTerminal whether a person looks at `err`
/// @param environment the variables of the process
record Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, Map<String, String> environment) {
    Console {
        environment = Map.copyOf(environment);
    }

    /// The streams of this process, writing UTF-8.
    static Console ofProcess() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Console(ResultStream.ofProcess(), utf8(System.err), !dumb && isTerminal(1), !dumb && isTerminal(2),
                System.getenv());
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /// Java tells only whether both stdin and stdout are terminals; Linux tells it of each stream.
    static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
        }
    }

    /// How many columns a line may have: `COLUMNS`, else 100, at least 40.
    int width() {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{1,4}") ? Math.max(40, Integer.parseInt(columns)) : 100;
    }
}
