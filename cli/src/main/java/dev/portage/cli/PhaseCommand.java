package dev.portage.cli;

import dev.portage.Migration;
import dev.portage.observe.Report;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The commands that run phases: each is one method of [Migration].
abstract class PhaseCommand implements Callable<Integer> {
    @Mixin
    private SourceOptions source = new SourceOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    private final Console console;
    private final String word;
    private final Function<Migration, Report> work;

    private PhaseCommand(Console console, String word, Function<Migration, Report> work) {
        this.console = console;
        this.word = word;
        this.work = work;
    }

    @Override
    public Integer call() {
        return new MigrationRun(console, source.output, word).run(options.settings(source, console.environment()), work);
    }

    @Command(name = "plan", description = "Look at every stored value, propose types, list what needs a decision.", footer = {"",
            "Writes 1-plan/plan.yaml (edit it), schema.sql and report.json in the work folder. Where --to names a target, its",
            "tables are read; nothing is changed there.",
            "Exit code 3: decisions are open."})
    static final class Plan extends PhaseCommand {
        Plan(Console console) {
            super(console, "plan", Migration::plan);
        }
    }

    @Command(name = "move", description = "Plan, snapshot, copy and verify in one, offline.", footer = {"",
            "A second move of the same file verifies again and writes nothing.",
            "Exit code 0 means that every value was compared and is equal."})
    static final class Move extends PhaseCommand {
        Move(Console console) {
            super(console, "move", Migration::move);
        }
    }

    @Command(name = "snapshot", description = "Take the private copy that everything is read from, and check it.")
    static final class Snapshot extends PhaseCommand {
        Snapshot(Console console) {
            super(console, "snapshot", Migration::snapshot);
        }
    }

    @Command(name = "copy", description = "Copy the rows of the private copy, build indexes and constraints; goes on where it stopped.", footer = {
            "", "The tables stay closed to others until verify finds them equal."})
    static final class Copy extends PhaseCommand {
        Copy(Console console) {
            super(console, "copy", Migration::copy);
        }
    }

    @Command(name = "verify", description = "Compare every value of both sides; name table, key and column of what differs.", footer = {
            "", "Exit code 6: the sides differ. Exit code 8: it could not be told."})
    static final class Verify extends PhaseCommand {
        Verify(Console console) {
            super(console, "verify", Migration::verify);
        }
    }

    @Command(name = "status", description = "Where the migration of a file stands.")
    static final class Status implements Callable<Integer> {
        @Mixin
        private SourceOptions source = new SourceOptions();

        private final Console console;

        Status(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return new MigrationRun(console, source.output, "status")
                    .run(new RunOptions().settings(source, console.environment()), Migration::status);
        }
    }
}
