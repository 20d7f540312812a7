package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.Migration;
import dev.portage.cli.demo.NovelsDatabase;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A first try that needs nothing: makes a database and moves it.
@Command(name = "demo", description = "Make a SQLite database of novels and move it to a PostgreSQL beside it.", footer = {"",
        "Writes FILE and the work folder FILE.portage in the current folder; a FILE that is not the demo's is left alone."})
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_ROWS = 5_000_000;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file to make (default: novels.db).")
    private Path file = Path.of("novels.db");

    @Option(names = "--rows", paramLabel = "N", description = "How many paragraphs the novels have (default: 20000).")
    private int rows = 20_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new ConfigException(104, "--rows is not allowed: it must be a whole number from 1 to 5000000",
                    "Nothing was begun; give another value");
        }
        boolean made = NovelsDatabase.make(file, rows);
        if (!output.quiet) {
            console.err().println("%s %s: %d paragraphs of 10 novels".formatted(made ? "Made" : "Found", file, rows));
        }
        RunOptions options = new RunOptions();
        SourceOptions source = new SourceOptions();
        source.sources = java.util.List.of(file);
        source.output = output;
        int exitCode = new MigrationRun(console, output, "move").run(options.settings(source, console.environment()),
                Migration::move);
        if (exitCode == 0 && !output.json) {
            next(options, source);
        }
        return exitCode;
    }

    private void next(RunOptions options, SourceOptions source) {
        Path server = options.settings(source, console.environment()).folder().resolve("postgres");
        console.out().println("""

                Try to fool it: change one value in PostgreSQL by hand, and let Portage find it.
                  portage postgres start %1$s
                  psql "$(portage postgres url %1$s)" -c "UPDATE paragraphs SET content = content || ' ' WHERE id = (SELECT min(id) FROM paragraphs)"
                  portage verify %2$s
                  portage postgres stop %1$s
                Then your own file:
                  portage plan app.db""".formatted(server, file));
    }
}
