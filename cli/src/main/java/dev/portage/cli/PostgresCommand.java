package dev.portage.cli;

import dev.portage.target.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The embedded PostgreSQL by hand.
@Command(name = "postgres", description = "Start and stop the PostgreSQL that Portage carries.")
final class PostgresCommand {
    private PostgresCommand() {}

    /// Makes the command group.
    static PostgresCommand create() {
        return new PostgresCommand();
    }

    @Command(name = "start", description = "Start the server in DIR, making it if missing, and leave it up. Prints its URL alone.")
    static final class Start implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The server's folder, for example app.db.portage/postgres.")
        private Path folder = Path.of("");

        private final Console console;

        Start(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(folder)) {
                server.keepRunning();
                console.out().println(server.url());
            }
            return 0;
        }
    }

    @Command(name = "stop", description = "Stop the server in DIR.")
    static final class Stop implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The server's folder.")
        private Path folder = Path.of("");

        private final Console console;

        Stop(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.err().println(EmbeddedPostgres.stop(folder) ? "stopped" : "it was not running");
            return 0;
        }
    }

    @Command(name = "url", description = "Print the URL of the running server in DIR; exit code 4 when it is stopped.")
    static final class Url implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "The server's folder.")
        private Path folder = Path.of("");

        private final Console console;

        Url(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            console.out().println(EmbeddedPostgres.url(folder));
            return 0;
        }
    }
}
