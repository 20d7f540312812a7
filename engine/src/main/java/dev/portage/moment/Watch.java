package dev.portage.moment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a test asked of a run by system properties: to write down the moments that it reaches, or to end at one of them.
///
/// Threads: safe for all.
final class Watch {
    /// As a process ends that was killed by SIGKILL: 128 + 9.
    private static final int KILLED = 137;
    private static final @Nullable String HALT_AT = System.getProperty("portage.halt.at");
    private static final @Nullable String MOMENTS = System.getProperty("portage.moments");
    /// Whether a test asked for anything.
    static final boolean ASKED = HALT_AT != null || MOMENTS != null;

    private static final Map<Moment, Integer> COUNTS = new EnumMap<>(Moment.class);

    private Watch() {}

    /// Counts the moment, and ends the process where it is the one.
    static synchronized void reached(Moment moment) {
        int count = COUNTS.merge(moment, 1, Integer::sum);
        if (MOMENTS != null) {
            append(Path.of(MOMENTS), moment.name() + "\n");
        }
        if ((moment.name() + ":" + count).equals(HALT_AT)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
