package dev.portage.testing;

import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Runs whole commands of a migration as the command line would, into a test database.
public final class Moves {
    private Moves() {}

    /// The settings of a move of `source` into `database`.
    public static MigrationSettings settings(Path source, TestDatabase database) {
        return MigrationSettings.of(source).but(change -> change.target(database.url()));
    }

    /// The same with every blocker's first choice taken.
    public static MigrationSettings accepting(MigrationSettings s) {
        return s.but(MigrationSettings.Change::accepting);
    }

    /// The same with `--restart`.
    public static MigrationSettings restarting(MigrationSettings s) {
        return s.but(MigrationSettings.Change::restarting);
    }

    /// The same as a dry run.
    public static MigrationSettings dry(MigrationSettings s) {
        return s.but(MigrationSettings.Change::dry);
    }

    /// `portage move`.
    public static Report move(MigrationSettings settings) {
        return run(settings, Migration::move);
    }

    /// `portage plan`.
    public static Report plan(MigrationSettings settings) {
        return run(settings, Migration::plan);
    }

    /// `portage verify`.
    public static Report verify(MigrationSettings settings) {
        return run(settings, Migration::verify);
    }

    private interface Command extends java.util.function.Function<Migration, Report> {}

    private static Report run(MigrationSettings settings, Command command) {
        try (Migration migration = Migration.open(settings, Event.Listener.none())) {
            return command.apply(migration);
        }
    }

    /// Applies a change to settings; reads well in a test.
    public static MigrationSettings with(MigrationSettings settings, UnaryOperator<MigrationSettings> change) {
        return change.apply(settings);
    }
}
