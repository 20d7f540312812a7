package dev.portage.cli;

import java.util.List;

/// A command on sides that were prepared for it.
///
/// @param name for people
/// @param command what is typed, and typed again after a kill; the target is added
/// @param preparation makes the sides
/// @param then the command that says afterwards whether the sides are equal; empty where none is left to ask
/// @param resumes whether ranges that were committed before a kill must not be copied again
/// @param ends the exit code of the command
/// @param rows queries that must give the same on the source and in the target: the file, SQL for SQLite, SQL for PostgreSQL
record CrashScenario(String name, List<String> command, Preparation preparation, List<String> then, boolean resumes,
        int ends, List<Rows> rows) {
    /// A command that ends with 0.
    CrashScenario(String name, List<String> command, Preparation preparation, List<String> then, boolean resumes,
            List<Rows> rows) {
        this(name, command, preparation, then, resumes, 0, rows);
    }

    /// Makes files and tables in a new place.
    interface Preparation {
        void in(CrashPlace place) throws Exception;
    }

    /// The same question to both sides.
    record Rows(String file, String sqlite, String postgres) {}

    boolean embedded() {
        return name.startsWith("embedded");
    }

    @Override
    public String toString() {
        return name;
    }
}
