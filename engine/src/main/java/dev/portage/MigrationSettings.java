package dev.portage;

import java.nio.file.Path;
import java.util.Optional;

/// What a person asked for, as the command line understood it.
///
/// @param source the SQLite file
/// @param target TARGET as typed; empty: the embedded server in the work folder
/// @param workDir the work folder; empty: `SOURCE.portage`
/// @param planFile another plan.yaml than the work folder's
/// @param schema the schema in the target
/// @param acceptSuggestions whether every blocker takes its first choice
/// @param dryRun plan and encode everything, write nothing to a target
/// @param snapshotOnly whether a source that changed meanwhile is fine
/// @param restart drop what this migration made before, then begin anew
/// @param fullIntegrity `integrity_check` in place of `quick_check`
/// @param showValues whether reports may hold row values
/// @param allowPause whether the application's writers may have to wait longer than 2.5 s for the private copy
/// @param workers ranges copied at once, 1..16
/// @param passwordFile a file with the target's password
public record MigrationSettings(Path source, Optional<String> target, Optional<Path> workDir, Optional<Path> planFile,
        String schema,
        boolean acceptSuggestions, boolean dryRun, boolean snapshotOnly, boolean restart, boolean fullIntegrity,
        boolean showValues,
        boolean allowPause, int workers, Optional<Path> passwordFile) {

    /// Settings as they are when nothing but the source is named.
    public static MigrationSettings of(Path source) {
        return new MigrationSettings(source, Optional.empty(), Optional.empty(), Optional.empty(), "public", false, false, false,
                false,
                false, false, false, 2, Optional.empty());
    }

    /// The work folder.
    public Path folder() {
        return workDir.orElseGet(() -> source.resolveSibling(source.getFileName() + ".portage"));
    }

    /// The source's id: the file's name.
    public String sourceId() {
        return String.valueOf(source.getFileName());
    }
}
