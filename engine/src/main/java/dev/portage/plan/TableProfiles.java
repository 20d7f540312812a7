package dev.portage.plan;

import dev.portage.PlanException;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Profiles several tables.
///
/// Threads: the caller's with the caller's file, and one named `profile-1` that opens the same file again. Each takes the
/// next table when it has done one; the first failure stops both after the table at which they are.
final class TableProfiles {
    private final ConcurrentLinkedQueue<Table> waiting;
    private final Map<String, TableProfile> done = new ConcurrentHashMap<>();
    private final Choices choices;
    private final Planner.Progress progress;

    private TableProfiles(List<Table> tables, Choices choices, Planner.Progress progress) {
        this.waiting = new ConcurrentLinkedQueue<>(tables);
        this.choices = choices;
        this.progress = progress;
    }

    /// The profiles by table name.
    static Map<String, TableProfile> read(SqliteFile file, List<Table> tables, Choices choices, Planner.Progress progress) {
        var profiles = new TableProfiles(tables, choices, progress);
        if (tables.size() < 2) {
            profiles.work(file);
            return profiles.done;
        }
        try (var second = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("profile-1").factory())) {
            Future<?> other = second.submit(() -> profiles.workAgain(file));
            try {
                profiles.work(file);
            } finally {
                profiles.waiting.clear();
            }
            wait(other);
        }
        return profiles.done;
    }

    private void workAgain(SqliteFile file) {
        try (var again = file.again()) {
            work(again);
        } finally {
            waiting.clear();
        }
    }

    private void work(SqliteFile file) {
        for (Table table = waiting.poll(); table != null; table = waiting.poll()) {
            String name = table.name();
            done.put(name, new Profiler(file, rows -> progress.rows(name, rows)).profile(table, choices.table(name)));
        }
    }

    private static void wait(Future<?> other) {
        try {
            other.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("a table could not be profiled", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException(210, "planning was interrupted", "Nothing was written; run the same command again", e);
        }
    }
}
