package dev.portage.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The limit: PostgreSQL itself reads the same rows from binary files that lie on the server.
///
/// The two large tables load at once on two connections, the small ones before the second; indexes, then foreign keys and
/// their proof follow on two connections, then ANALYZE. The statements are those of Portage's own `schema.sql`, without
/// CHECK constraints.
///
/// @param schema the statements
/// @param rows the binary files, by table
/// @param expectedRows rows of the largest table
record BinaryCopy(SchemaScript schema, Map<String, Path> rows, long expectedRows) implements Contestant {
    private static final int CONNECTIONS = 2;
    private static final String MEMORY = "SET maintenance_work_mem = '256MB'";

    /// Writes the rows of a moved database into files that [#run] loads.
    static BinaryCopy export(SchemaScript schema, Database moved, Path folder, long expectedRows) throws SQLException {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Connection connection = moved.connect(); Statement statement = connection.createStatement()) {
            for (String table : Novels.TABLES) {
                Path file = folder.resolve(table + ".copy");
                statement.execute("COPY public.%s TO '%s' (FORMAT binary)".formatted(table, file));
                files.put(table, file);
            }
        }
        return new BinaryCopy(schema, files, expectedRows);
    }

    @Override
    public String name() {
        return "limit";
    }

    @Override
    public String description() {
        return "server-side binary COPY of the same rows, two tables at once, then the same indexes and foreign keys on two "
                + "connections, then ANALYZE; no CHECK constraints";
    }

    @Override
    public void prepare(Database database) throws SQLException {
        database.execute(schema.tables());
    }

    @Override
    public Run run(Database database) throws Exception {
        Map<String, Double> phases = new LinkedHashMap<>();
        long start = System.nanoTime();
        timed(phases, "copy", () -> both(database, List.of(load(List.of("paragraphs")),
                load(List.of("novels", "chapters", "audio_cache")))));
        timed(phases, "indexes", () -> spread(database, schema.indexes()));
        timed(phases, "constraints", () -> {
            database.execute(schema.foreignKeys());
            spread(database, schema.validations());
        });
        timed(phases, "analyze", () -> database.execute(List.of("ANALYZE")));
        return new Run((System.nanoTime() - start) / 1e9, 0, 0, 0, 0, phases);
    }

    private List<String> load(List<String> tables) {
        return tables.stream().map(table -> "COPY public.%s FROM '%s' (FORMAT binary)".formatted(table, rows.get(table)))
                .toList();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void timed(Map<String, Double> phases, String name, Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        phases.put(name, (System.nanoTime() - start) / 1e9);
    }

    /// Runs the statements on all connections, each taking the next one.
    private static void spread(Database database, List<String> statements) throws Exception {
        Deque<String> left = new ConcurrentLinkedDeque<>(statements);
        both(database, java.util.Collections.nCopies(CONNECTIONS, left));
    }

    private static void both(Database database, List<? extends java.util.Collection<String>> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (java.util.Collection<String> share : work) {
                Deque<String> queue = share instanceof Deque<String> shared ? shared : new ArrayDeque<>(share);
                running.add(pool.submit(() -> {
                    execute(database, queue);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException("the limit could not be measured", e.getCause());
        }
    }

    private static void execute(Database database, Deque<String> statements) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(MEMORY);
            for (String sql = statements.poll(); sql != null; sql = statements.poll()) {
                statement.execute(sql);
            }
        }
    }
}
