package dev.portage.snapshot;

import dev.portage.Results;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.source.DiskFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Waits until private copies are on disk for good, then checks their integrity, while they are already read for other ends.
///
/// Threads: one of its own, which has ended when [#close()] returns; the methods are for one thread.
public final class BackgroundCheck implements AutoCloseable {
    private final List<IntegrityCheck> checks;
    private final FutureTask<Long> task;
    private final Thread thread;

    private BackgroundCheck(List<Path> copies, IntegrityCheck.Depth depth) {
        this.checks = copies.stream().map(copy -> new IntegrityCheck(copy, depth)).toList();
        this.task = new FutureTask<>((Callable<Long>) () -> {
            for (Path copy : copies) {
                sync(copy);
            }
            long violations = 0;
            for (IntegrityCheck check : checks) {
                violations += check.call().violations();
            }
            return violations;
        });
        this.thread = Thread.ofPlatform().daemon().name("integrity").start(task);
    }

    /// Begins to check the copies, one after the other.
    public static BackgroundCheck start(List<Snapshot> copies, IntegrityCheck.Depth depth) {
        return new BackgroundCheck(copies.stream().map(Snapshot::file).toList(), depth);
    }

    private static void sync(Path copy) {
        try {
            DiskFiles.sync(copy);
            Moment.SOURCE_COPY_SYNCED.reached();
        } catch (IOException e) {
            throw Snapshots.unwritable(copy, e);
        }
    }

    /// Waits for the end, and returns how many rows break a rule of their own table ([IntegrityReport]). When this returns,
    /// the copies are on disk for good.
    ///
    /// @throws UnreachableException PT-352 a copy could not be brought to disk
    /// @throws dev.portage.SourceException PT-165 a copy is damaged
    /// @throws UnreachableException PT-353 the check was cancelled, or the wait interrupted
    public long violations() {
        return Results.of(task, e -> new UnreachableException(353, "interrupted while the private copy was checked",
                "Nothing was changed; run the same command again", e));
    }

    /// Cancels what still runs and waits for its end.
    @Override
    public void close() {
        checks.forEach(IntegrityCheck::cancel);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
