package dev.portage;

import dev.portage.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What a person asked for, as the command line understood it.
///
/// @param sources the SQLite files and dumps of one migration, never empty; the first names the work folder
/// @param target TARGET as typed; empty: the embedded server in the work folder
/// @param workDir the work folder; empty: `SOURCE.portage`
/// @param planFile another plan.yaml than the work folder's
/// @param asked what goes before the head of plan.yaml
/// @param acceptSuggestions whether every blocker takes its first choice
/// @param dryRun plan and encode everything, write nothing to a target
/// @param snapshotOnly whether a source that changed meanwhile is fine
/// @param restart drop what this migration made before, then begin anew
/// @param fullIntegrity `integrity_check` in place of `quick_check`
/// @param showValues whether reports may hold row values
/// @param allowPause whether the application's writers may have to wait longer than 2.5 s for the private copy
/// @param workers ranges copied at once, 1..16
/// @param passwordFile a file with the target's password
public record MigrationSettings(List<Path> sources, Optional<String> target, Optional<Path> workDir, Optional<Path> planFile,
        PlanOptions.Asked asked, boolean acceptSuggestions, boolean dryRun, boolean snapshotOnly, boolean restart,
        boolean fullIntegrity, boolean showValues, boolean allowPause, int workers, Optional<Path> passwordFile) {
    public MigrationSettings {
        sources = List.copyOf(sources);
    }

    /// Settings as they are when nothing but the sources is named.
    public static MigrationSettings of(Path... sources) {
        return new MigrationSettings(List.of(sources), Optional.empty(), Optional.empty(), Optional.empty(),
                PlanOptions.Asked.NOTHING, false, false, false, false, false, false, false, 2, Optional.empty());
    }

    /// The first source.
    public Path source() {
        return sources.getFirst();
    }

    /// The work folder.
    public Path folder() {
        return workDir.orElseGet(() -> source().resolveSibling(source().getFileName() + ".portage"));
    }

    /// The sources' ids: the files' names.
    public List<String> sourceIds() {
        return sources.stream().map(source -> String.valueOf(source.getFileName())).toList();
    }

    /// The sources as a person reads them: `app.db, auth.db`.
    public String sourceId() {
        return sourceIds().stream().collect(Collectors.joining(", "));
    }

    /// The schema in the target for what names no other.
    public String schema() {
        return asked.schema().orElse("public");
    }

    /// The same settings but for what `change` does to them.
    public MigrationSettings but(UnaryOperator<Change> change) {
        return change.apply(new Change(this)).build();
    }

    /// Settings while they are changed.
    ///
    /// Threads: one.
    public static final class Change {
        private final MigrationSettings from;
        private Optional<String> target;
        private Optional<Path> workDir;
        private Optional<Path> planFile;
        private PlanOptions.Asked asked;
        private boolean acceptSuggestions;
        private boolean dryRun;
        private boolean snapshotOnly;
        private boolean restart;

        private Change(MigrationSettings from) {
            this.from = from;
            this.target = from.target;
            this.workDir = from.workDir;
            this.planFile = from.planFile;
            this.asked = from.asked;
            this.acceptSuggestions = from.acceptSuggestions;
            this.dryRun = from.dryRun;
            this.snapshotOnly = from.snapshotOnly;
            this.restart = from.restart;
        }

        private MigrationSettings build() {
            return new MigrationSettings(from.sources, target, workDir, planFile, asked, acceptSuggestions, dryRun, snapshotOnly,
                    restart, from.fullIntegrity, from.showValues, from.allowPause, from.workers, from.passwordFile);
        }

        /// `--to`.
        public Change target(String other) {
            target = Optional.of(other);
            return this;
        }

        /// `--work-dir`.
        public Change workDir(Path folder) {
            workDir = Optional.of(folder);
            return this;
        }

        /// `--plan`.
        public Change planFile(Path file) {
            planFile = Optional.of(file);
            return this;
        }

        /// What goes before the head of plan.yaml.
        public Change asked(PlanOptions.Asked other) {
            asked = other;
            return this;
        }

        /// `--accept-suggestions`.
        public Change accepting() {
            acceptSuggestions = true;
            return this;
        }

        /// `--dry-run`.
        public Change dry() {
            dryRun = true;
            return this;
        }

        /// `--snapshot-only`.
        public Change snapshotOnly() {
            snapshotOnly = true;
            return this;
        }

        /// `--restart`.
        public Change restarting() {
            restart = true;
            return this;
        }
    }
}
