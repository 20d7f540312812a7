package dev.portage.plan;

import java.util.Optional;

/// Choices for all columns, or all tables, that fit a pattern. A word for a table or column itself goes before it, and a
/// later rule before an earlier one.
///
/// @param match `*.created_at`, `log_*.*`: table and column, of which `*` stands for any characters and `?` for one,
///        compared without case; without a dot it is a table
/// @param declared the declared type of the column, compared without case and blanks; empty: any
/// @param column what holds for the columns, as a column's own block would say it
/// @param table what holds for the tables, where the pattern names tables: `skip` and `target-schema`
public record Rule(Optional<String> match, Optional<String> declared, Choices.ColumnChoice column, Choices.TableChoice table) {}
