package dev.portage.plan;

import dev.portage.PlanException;
import dev.portage.Results;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What is read of the file before a plan is drawn: the profile of each table, and the answers to questions that take a
/// scan of their own (orphans, violated CHECKs, rows that are not unique), which are sure to be asked.
///
/// A question that could not be answered in time has no answer here; whoever needs it asks again, and says why it failed.
///
/// Threads: the caller's with the caller's file, and one named `profile-1` that opens the same file again. Each takes the
/// next job when it has done one; the first failure stops both after the job at which they are.
final class Readings {
    private final ConcurrentLinkedQueue<Job> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, TableProfile> profiles = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, ForeignKeyChecks.Orphans>> orphans = new ConcurrentHashMap<>();
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Duration limit;

    private interface Job {
        void run(SqliteFile file);
    }

    private interface Question {
        void ask(SqliteFile file) throws SQLException;
    }

    private Readings(Duration limit) {
        this.limit = limit;
    }

    /// Reads the tables.
    ///
    /// @param made tables among them whose keys Portage will make, so that their rows are asked about
    /// @param limit how long a question may take
    static Readings read(SqliteFile file, List<Table> tables, List<Table> made, Choices choices, Duration limit,
            Planner.Progress progress) {
        var readings = new Readings(limit);
        tables.forEach(table -> readings.waiting.add(own -> readings.profiles.put(table.name(),
                new Profiler(own, rows -> progress.rows(table.name(), rows)).profile(table, choices.table(table.name())))));
        made.forEach(readings::addQuestions);
        readings.run(file);
        return readings;
    }

    private void addQuestions(Table table) {
        if (!table.foreignKeys().isEmpty()) {
            add(file -> orphans.put(table.name(), ForeignKeyChecks.ask(file, table)));
        }
        if (!table.checks().isEmpty()) {
            add(file -> numbers.putAll(new RowQuestions(file).counts(table,
                    table.checks().stream().map(DataChecks::violated).toList())));
        }
        table.indexes().stream().filter(Table.Index::unique).map(index -> DataChecks.repeated(table, index))
                .forEach(sql -> add(file -> numbers.put(sql, new RowQuestions(file).number(sql))));
    }

    private void add(Question question) {
        waiting.add(file -> {
            try (var _ = file.within(limit)) {
                question.ask(file);
            } catch (SQLException _) {
                // Asked again where the answer is needed, and told there.
            }
        });
    }

    /// The table's profile; empty where it was not among those that were read.
    Optional<TableProfile> profile(Table table) {
        return Optional.ofNullable(profiles.get(table.name()));
    }

    /// The answer to a query for one number, where it was asked.
    Optional<Long> number(String sql) {
        return Optional.ofNullable(numbers.get(sql));
    }

    /// The orphans of the table's foreign keys by SQLite's number of the key, where they were asked for.
    Optional<Map<Integer, ForeignKeyChecks.Orphans>> orphans(Table table) {
        return Optional.ofNullable(orphans.get(table.name()));
    }

    private void run(SqliteFile file) {
        if (waiting.size() < 2) {
            work(file);
            return;
        }
        try (var second = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("profile-1").factory())) {
            Future<?> other = second.submit(() -> workAgain(file));
            try {
                work(file);
            } finally {
                waiting.clear();
            }
            Results.of(other, e -> new PlanException(210, "planning was interrupted",
                    "Nothing was written; run the same command again", e));
        }
    }

    private void workAgain(SqliteFile file) {
        try (var again = file.again()) {
            work(again);
        } finally {
            waiting.clear();
        }
    }

    private void work(SqliteFile file) {
        for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
            job.run(file);
        }
    }
}
