package dev.portage.testing;

import dev.portage.Migration;
import dev.portage.MigrationSettings;
import dev.portage.observe.Event;
import dev.portage.observe.Report;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Runs whole commands of a migration as the command line would, into a test database.
public final class Moves {
    private Moves() {}

    /// The settings of a move of `source` into `database`.
    public static MigrationSettings settings(Path source, TestDatabase database) {
        return new MigrationSettings(source, Optional.of(database.url()), Optional.empty(), Optional.empty(), "public", false,
                false, false,
                false, false, false, false, 2, Optional.empty());
    }

    /// The same with every blocker's first choice taken.
    public static MigrationSettings accepting(MigrationSettings s) {
        return new MigrationSettings(s.source(), s.target(), s.workDir(), s.planFile(), s.schema(), true, s.dryRun(),
                s.snapshotOnly(),
                s.restart(), s.fullIntegrity(), s.showValues(), s.allowPause(), s.workers(), s.passwordFile());
    }

    /// The same with `--restart`.
    public static MigrationSettings restarting(MigrationSettings s) {
        return new MigrationSettings(s.source(), s.target(), s.workDir(), s.planFile(), s.schema(), s.acceptSuggestions(),
                s.dryRun(),
                s.snapshotOnly(), true, s.fullIntegrity(), s.showValues(), s.allowPause(), s.workers(), s.passwordFile());
    }

    /// The same as a dry run.
    public static MigrationSettings dry(MigrationSettings s) {
        return new MigrationSettings(s.source(), s.target(), s.workDir(), s.planFile(), s.schema(), s.acceptSuggestions(), true,
                s.snapshotOnly(), s.restart(), s.fullIntegrity(), s.showValues(), s.allowPause(), s.workers(), s.passwordFile());
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
