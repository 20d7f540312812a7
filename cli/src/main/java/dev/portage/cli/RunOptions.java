package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.MigrationSettings;
import dev.portage.plan.PlanOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the commands that plan, write or compare take beside the source.
final class RunOptions {
    @Option(names = "--plan", paramLabel = "FILE", description = "Another plan than 1-plan/plan.yaml of the work folder.")
    Optional<Path> plan = Optional.empty();

    @Option(names = "--types", paramLabel = "native|faithful", description = {
            "In which types values arrive: PostgreSQL's own (default), or those from which a driver gives back what SQLite gave."})
    Optional<String> types = Optional.empty();

    @Option(names = "--identifiers", paramLabel = "preserve|lower|snake", description = {
            "How names are spelt: as they are (default), in lower case, or AlbumId as album_id."})
    Optional<String> identifiers = Optional.empty();

    @Option(names = "--existing", paramLabel = "abort|append|replace", description = {
            "What becomes of rows that lie in the target's own tables already: abort (default), append or replace."})
    Optional<String> existing = Optional.empty();

    @Option(names = "--owner", paramLabel = "ROLE", description = "The role that owns what is made.")
    Optional<String> owner = Optional.empty();

    @Option(names = "--accept-suggestions", description = "Take the first choice of every open decision.")
    boolean acceptSuggestions;

    @Option(names = "--dry-run", description = "Plan and encode every value, and write nothing to the target.")
    boolean dryRun;

    @Option(names = "--snapshot-only", description = "It is fine that the source is written to meanwhile.")
    boolean snapshotOnly;

    @Option(names = "--restart", description = "Drop what this migration made before, and nothing else, and begin anew.")
    boolean restart;

    @Option(names = "--integrity", paramLabel = "full", description = {
            "How the private copy is checked: quick (default) or full, which also compares indexes with their tables."})
    String integrity = "quick";

    @Option(names = "--allow-pause", description = {
            "The application's writers may wait longer than 2.5 s while a file in rollback-journal mode is copied."})
    boolean allowPause;

    @Option(names = "--show-values", description = "Show the values that differ; never those of columns that look like secrets.")
    boolean showValues;

    @Option(names = "--workers", paramLabel = "N", description = "Key ranges at work at once, 1 to 16 (default: 2).")
    Optional<String> workers = Optional.empty();

    /// The settings of a migration: flag before environment before default.
    ///
    /// @throws ConfigException PT-102 a choice that this version does not have, PT-104 a value outside its range
    MigrationSettings settings(SourceOptions source, Map<String, String> environment) {
        if (!integrity.equals("full") && !integrity.equals("quick")) {
            throw new ConfigException(102, "--integrity is neither quick nor full", "Nothing was begun; give one of the two");
        }
        return new MigrationSettings(source.sources, Settings.TO.find(source.to, environment).value(),
                Settings.WORK_DIR.find(source.workDir, environment).value(), plan,
                new PlanOptions.Asked(Settings.SCHEMA.find(source.schema, environment).value(),
                        Settings.OWNER.find(owner, environment).value(), Settings.TYPES.find(types, environment).value(),
                        Settings.IDENTIFIERS.find(identifiers, environment).value(),
                        Settings.EXISTING.find(existing, environment).value()),
                acceptSuggestions, dryRun, snapshotOnly, restart, integrity.equals("full"), showValues, allowPause,
                Settings.WORKERS.find(workers, environment).value()
                        .orElseGet(() -> Settings.WORKERS.parse().apply(Settings.WORKERS.fallback())),
                Settings.PASSWORD_FILE.find(source.passwordFile, environment).value());
    }
}
