package dev.portage.cli.start;

import dev.portage.cli.demo.NovelsDatabase;
import java.io.IOException;
import java.nio.file.Path;

/// Makes what the launcher needs before it lets the JDK note what commands load: the jar of [NewerClasses], and a small
/// database whose move loads what moves load.
///
/// Threads: one.
public final class Preparation {
    private static final int ROWS = 200;

    private Preparation() {}

    /// `Preparation portage.jar newer.jar first.db`
    public static void main(String[] args) throws IOException {
        NewerClasses.write(Path.of(args[0]), Path.of(args[1]));
        NovelsDatabase.make(Path.of(args[2]), ROWS);
    }
}
