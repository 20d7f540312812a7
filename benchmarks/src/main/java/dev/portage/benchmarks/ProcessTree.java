package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a process and its children have used, from `/proc`.
///
/// Source: proc_pid_stat(5).
final class ProcessTree {
    // What sysconf(_SC_CLK_TCK) gives on every Linux of today.
    private static final double TICKS_A_SECOND = 100;
    private static final int PARENT = 1;
    private static final int OWN_USER = 11;
    private static final int LAST_TIME = 14;
    private static final int LAST_OWN_TIME = 12;

    private ProcessTree() {}

    /// CPU seconds of `pid`, of the children that it waited for, and of those that live.
    static double cpuSeconds(long pid) throws IOException {
        double ticks = sum(stat(Path.of("/proc", String.valueOf(pid))), LAST_TIME);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String[] fields = statOrNone(process);
                if (fields.length > LAST_TIME && fields[PARENT].equals(String.valueOf(pid))) {
                    ticks += sum(fields, LAST_OWN_TIME);
                }
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    private static double sum(String[] fields, int last) {
        double ticks = 0;
        for (int i = OWN_USER; i <= last; i++) {
            ticks += Double.parseDouble(fields[i]);
        }
        return ticks;
    }

    private static String[] statOrNone(Path process) throws IOException {
        try {
            return stat(process);
        } catch (NoSuchFileException _) {
            return new String[0]; // It ended meanwhile; its parent has its times then.
        } catch (IOException e) {
            if (!Files.exists(process)) {
                return new String[0];
            }
            throw e;
        }
    }

    /// The fields behind the name, which may hold spaces: state first, then the parent.
    private static String[] stat(Path process) throws IOException {
        String line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
