package dev.portage.benchmarks;

/// One way of carrying the rows into PostgreSQL.
interface Contestant {
    /// How results call it.
    String name();

    /// What it does and does not do, for the results.
    String description();

    /// Rows that the largest table of the novels must hold afterwards; 0 for who counts and compares them itself.
    long expectedRows();

    /// Does what is not measured: makes tables where the contestant does not.
    default void prepare(Database database) throws Exception {}

    /// Carries the rows into an empty (or prepared) database and says what that cost.
    Run run(Database database) throws Exception;
}
