package dev.portage.benchmarks;

/// Measures one run: a new database, a checkpoint, the run, a look at what arrived.
final class Measurement {
    private Measurement() {}

    static Run of(Server server, Contestant contestant) throws Exception {
        Database database = server.create();
        try {
            contestant.prepare(database);
            server.checkpoint();
            double before = server.cpuSeconds();
            Run run = contestant.run(database);
            double cpu = server.cpuSeconds() - before;
            check(contestant, database);
            return run.withServerCpu(cpu);
        } finally {
            server.drop(database);
        }
    }

    private static void check(Contestant contestant, Database database) throws Exception {
        long expected = contestant.expectedRows();
        if (expected > 0) {
            long rows = Long.parseLong(database.text("SELECT count(*) FROM " + Novels.LARGEST));
            if (rows != expected) {
                throw new IllegalStateException("%s carried %d rows of %d".formatted(contestant.name(), rows, expected));
            }
        }
    }
}
