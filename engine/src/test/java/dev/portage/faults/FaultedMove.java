package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.PortageException;
import dev.portage.SmallRanges;
import dev.portage.observe.Report;
import dev.portage.source.Fingerprint;
import dev.portage.testing.Moves;
import dev.portage.testing.Outcome;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One move with a fault planted, what must be true after it, and the same command once more.
final class FaultedMove {
    /// What a move ends with where one of these faults was in its way: 4 could not reach, 8 could not verify.
    private static final Set<String> COULD_NOT = Set.of("PT-3", "PT-7");
    private static final Set<String> UNFINISHED = Set.of(".partial", ".new", ".run", ".index", "-journal", "-wal", "-shm");

    private final Path source;
    private final String sourceDigest;
    private final List<String> golden;
    private final Set<String> goldenFiles;

    /// How a run ended: with a report, or with an error that the command line would print.
    private record End(int exitCode, String code, String line, Optional<Report> report) {}

    /// Moves once without a fault, to know how everything looks afterwards.
    FaultedMove(Path source, Path workDir) throws IOException {
        this.source = source;
        this.sourceDigest = Fingerprint.of(source);
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Report report = SmallRanges.move(settings(workDir, database, 2));
            assertThat(report.exitCode()).as(Outcome.of(report) + report.error()).isEqualTo(0);
            this.golden = Image.of(database);
            this.goldenFiles = files(workDir);
        }
    }

    List<String> golden() {
        return golden;
    }

    private MigrationSettings settings(Path workDir, TestDatabase database, int workers) {
        MigrationSettings two = Moves.accepting(Moves.settings(source, database)).but(change -> change.workDir(workDir));
        return new MigrationSettings(two.sources(), two.target(), two.workDir(), two.planFile(), two.asked(), true, false, false,
                false, false, false, false, workers, Optional.empty());
    }

    /// Runs with the fault, looks, and runs again; returns how many operations the first run came to, and whether the fault
    /// was met.
    Swept run(Fault fault, Path workDir) throws IOException, SQLException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase().allowFences()) {
            MigrationSettings settings = settings(workDir, database, 1 + fault.number() % 2);
            End end;
            Operations operations = Operations.with(fault);
            Set<Thread> before = threads();
            try (operations) {
                end = end(settings);
            }
            String what = "%s (%s), then %s".formatted(fault, operations.first(), end.line());
            assertThat(operations.takeLeaks()).as(what).isEmpty();
            assertThat(leftThreads(before)).as(what).isEmpty();
            requireNothingOpen(workDir, what);
            requireRightEnd(fault, end, operations.reached(), database, what);
            assertThat(unfinished(workDir)).as(what).isEmpty();
            completes(settings, database, what);
            return new Swept(operations.count(), operations.reached(), operations.reached() && end.exitCode() == 0);
        }
    }

    /// @param operations how many there were
    /// @param met whether the fault was met
    /// @param survived whether the run ended equal in spite of it
    record Swept(int operations, boolean met, boolean survived) {}

    private static End end(MigrationSettings settings) {
        try {
            Report report = SmallRanges.move(settings);
            return report.error()
                    .map(e -> new End(report.exitCode(), e.code(), "%s %s. %s".formatted(e.code(), e.message(), e.next()),
                            Optional.of(report)))
                    .orElseGet(() -> new End(report.exitCode(), "", report.verdict(), Optional.of(report)));
        } catch (PortageException e) {
            return new End(e.exitCode(), e.code(), e.line(), Optional.empty());
        }
    }

    private void requireRightEnd(Fault fault, End end, boolean met, TestDatabase database, String what) {
        if (end.exitCode() == 0) {
            assertThat(end.report().map(Report::verdict)).as(what).contains("equal");
            assertThat(Image.of(database)).as(what).isEqualTo(golden);
            return;
        }
        assertThat(met).as("no fault was met, yet " + what).isTrue();
        // What a person has named, and can name otherwise: a file that cannot be read, a folder that cannot be made.
        boolean asNamed = (fault.kind() == Fault.Kind.SQLITE_IOERR && end.code().equals("PT-161"))
                || (fault.where() == Fault.Where.FILES && fault.number() == 1 && end.code().equals("PT-139"));
        assertThat(asNamed || COULD_NOT.contains(end.code().substring(0, 4))).as(what).isTrue();
        assertThat(end.exitCode()).as(what).isEqualTo(asNamed ? 2 : end.code().startsWith("PT-3") ? 4 : 8);
        assertThat(end.line()).as(what).doesNotContain("null").hasSizeGreaterThan(40);
        // A move whose report alone could not be written says so, and is what it says it is.
        if (end.line().contains("the command itself came to its end (equal)")) {
            assertThat(fault.where()).as(what).isEqualTo(Fault.Where.FILES);
            assertThat(end.report().map(Report::verdict)).as(what).contains("equal");
            assertThat(Image.of(database)).as(what).isEqualTo(golden);
        } else {
            end.report().ifPresent(report -> assertThat(report.verdict()).as(what).isIn("failed", "unverified"));
        }
    }

    private void completes(MigrationSettings settings, TestDatabase database, String what) throws IOException {
        End again = end(settings);
        assertThat(again.exitCode()).as(what + "; and again: " + again.line()).isEqualTo(0);
        assertThat(Image.of(database)).as(what).isEqualTo(golden);
        assertThat(files(settings.folder())).as(what).isEqualTo(goldenFiles);
        assertThat(Fingerprint.of(source)).as(what).isEqualTo(sourceDigest);
        try (Stream<Path> beside = Files.list(source.getParent())) {
            assertThat(beside.filter(Files::isRegularFile)).as(what).containsExactly(source);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).collect(Collectors.toSet());
        }
    }

    private static List<String> unfinished(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        return files(folder).stream().filter(name -> UNFINISHED.stream().anyMatch(name::endsWith)).toList();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static List<String> leftThreads(Set<Thread> before) {
        return threads().stream().filter(thread -> thread.getName().startsWith("portage-") && !before.contains(thread))
                .filter(FaultedMove::stays).map(Thread::getName).toList();
    }

    /// What ends within two seconds was ending.
    private static boolean stays(Thread thread) {
        try {
            return !thread.join(java.time.Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// File handles are told by the kernel where it has such a folder.
    private void requireNothingOpen(Path workDir, String what) throws IOException {
        Path handles = Path.of("/proc/self/fd");
        if (!Files.isDirectory(handles)) {
            return;
        }
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(handles)) {
            for (Path handle : all.toList()) {
                String to = target(handle);
                if (to.startsWith(workDir.toString()) || to.startsWith(source.toString())) {
                    open.add(to);
                }
            }
        }
        assertThat(open).as(what).isEmpty();
    }

    private static String target(Path handle) throws IOException {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
