package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.Migration;
import dev.portage.UnreachableException;
import dev.portage.observe.Report;
import dev.portage.observe.Visible;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes a migration back: tells what that would remove, and does it once a person, or `--yes`, has said so.
@Command(name = "drop", description = "Remove from the target exactly what the migration made; the source stays.", footer = {"",
        "First lists each object, and for tables of the application's own the rows that go.",
        "On a terminal it asks for the word drop; elsewhere it needs --yes.",
        "Rows that the application has changed or added since the move stay in its own tables,",
        "and are lost with tables that Portage made: the list counts them."})
final class DropCommand implements Callable<Integer> {
    private static final String WORD = "drop";
    private static final long LOOK_AGAIN_MILLIS = 50;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    private final Console console;

    DropCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return new MigrationRun(console, source.output, "drop").run(new RunOptions().settings(source, console.environment()),
                this::drop);
    }

    private Report drop(Migration migration) {
        List<String> list = migration.dropList();
        if (!list.isEmpty()) {
            console.err().println("This would, in the target:");
            list.forEach(line -> console.err().println("  " + Visible.of(line)));
            if (!yes) {
                confirm();
            }
        }
        return migration.drop();
    }

    private void confirm() {
        if (!console.errIsTerminal() || !Console.isTerminal(0)) {
            throw new ConfigException(101, "nobody can be asked here whether that is meant",
                    "Nothing was dropped; read the list and run the same command with --yes");
        }
        console.err().print("Type " + WORD + " to do it: ");
        console.err().flush();
        if (!line().strip().equals(WORD)) {
            throw new ConfigException(101, "the word was not " + WORD, "Nothing was dropped");
        }
    }

    /// Waits for a line in steps, because a read from a terminal cannot be interrupted.
    private static String line() {
        try {
            while (System.in.available() == 0) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new ConfigException(101, "the terminal cannot be read", "Nothing was dropped; run it with --yes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(364, "interrupted while asking", "Nothing was dropped", e);
        }
    }
}
