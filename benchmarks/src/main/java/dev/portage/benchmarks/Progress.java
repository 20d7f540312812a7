package dev.portage.benchmarks;

/// What happens, on stderr.
final class Progress {
    private Progress() {}

    static void say(String line) {
        System.err.println(line);
    }
}
