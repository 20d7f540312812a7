package dev.portage.state;

import dev.portage.ConfigException;
import dev.portage.Phase;
import dev.portage.UnreachableException;
import dev.portage.source.DiskFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The work folder of one migration: a typed list of paths, with an example beside each. It is a cache and a set of
/// reports: the truth is in the two databases, and the folder may be deleted.
///
/// @param root `app.db.portage`
public record WorkDir(Path root) {

    /// Makes the folder (0700) where it is missing.
    ///
    /// @throws ConfigException PT-139 it cannot be made or written
    public static WorkDir open(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            DiskFiles.createPrivateFolders(absolute);
        } catch (IOException e) {
            throw unwritable(absolute, e);
        }
        if (!Files.isDirectory(absolute) || !Files.isWritable(absolute)) {
            throw unwritable(absolute, null);
        }
        return new WorkDir(absolute);
    }

    private static ConfigException unwritable(Path root, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ConfigException(139, "the work folder %s cannot be made or written".formatted(root),
                "Nothing was changed; name another with --work-dir", cause);
    }

    /// `app.db.portage/3-copy`, made where it is missing.
    ///
    /// @throws ConfigException PT-139 something else is in its place
    /// @throws UnreachableException PT-360 the disk is full or the work folder cannot be written any more
    public Path folder(Phase phase) {
        Path folder = root.resolve(phase.folder());
        try {
            DiskFiles.createPrivateFolders(folder);
        } catch (FileAlreadyExistsException e) {
            throw unwritable(folder, e);
        } catch (IOException e) {
            throw new UnreachableException(360, "the folder %s could not be made (%s)".formatted(folder, e.getMessage()),
                    "What was there is untouched; make room, then run the same command again", e);
        }
        return folder;
    }

    /// `app.db.portage/1-plan/plan.yaml`: what a person edits.
    public Path planFile() {
        return folder(Phase.PLAN).resolve("plan.yaml");
    }

    /// `app.db.portage/1-plan/schema.sql`.
    public Path schemaFile() {
        return folder(Phase.PLAN).resolve("schema.sql");
    }

    /// `app.db.portage/1-plan/later.sql`: what makes native types of faithful ones.
    public Path laterFile() {
        return folder(Phase.PLAN).resolve("later.sql");
    }

    /// `app.db.portage/3-copy/quarantine.csv`.
    public Path quarantineFile() {
        return folder(Phase.COPY).resolve("quarantine.csv");
    }

    /// `app.db.portage/1-plan/report.json` and so on: the report of one phase.
    public Path reportFile(Phase phase) {
        return folder(phase).resolve("report.json");
    }

    /// `app.db.portage/report.json`: the report of the last command.
    public Path report() {
        return root.resolve("report.json");
    }

    /// `app.db.portage/report.html`.
    public Path htmlReport() {
        return root.resolve("report.html");
    }

    /// `app.db.portage/2-snapshot`: the private copy lies there, under the source's name.
    public Path snapshotFolder() {
        return folder(Phase.SNAPSHOT);
    }

    /// `app.db.portage/4-verify/spill`: temporary, emptied when verification ends.
    public Path spillFolder() {
        return folder(Phase.VERIFY).resolve("spill");
    }

    /// Empties [#spillFolder()] of what a killed verification left there.
    ///
    /// @throws UnreachableException PT-373 a file cannot be deleted
    public void emptySpillFolder() {
        Path folder = spillFolder();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            left.forEach(WorkDir::delete);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /// `app.db.portage/postgres`: the embedded server, where no other target is named.
    public Path embeddedFolder() {
        return root.resolve("postgres");
    }

    /// Deletes a file of an earlier run that would tell what is not true any more.
    ///
    /// @throws UnreachableException PT-373 it cannot be deleted
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UnreachableException(373, "the file %s of an earlier run cannot be deleted (%s)".formatted(file,
                    e.getMessage()), "Nothing else was changed; delete it, then run the same command again", e);
        }
    }

    /// Writes a small file so that after a crash either the old or the new contents are there: temporary file, fsync,
    /// rename, fsync of the folder. Readable by the owner only.
    ///
    /// @throws UnreachableException PT-360 the disk is full or cannot be written
    public static void writeDurably(Path file, String contents) {
        try {
            DiskFiles.write(file, contents.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnreachableException(360, "the file %s could not be written (%s)".formatted(file, e.getMessage()),
                    "The old file is untouched; make room, then run the same command again", e);
        }
    }
}
