package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// One statement of a trigger's body. Names are bare, without their quotes.
///
/// Source: sqlite.org/lang_createtrigger.html.
public sealed interface TriggerStatement {
    /// `UPDATE table SET … WHERE …`.
    record Update(String table, List<Assignment> assignments, Optional<Expression> where) implements TriggerStatement {
        public Update {
            assignments = List.copyOf(assignments);
        }
    }

    /// `column = value` of an UPDATE.
    record Assignment(String column, Expression value) {}

    /// `INSERT INTO table (columns) VALUES …`, or one row `SELECT … WHERE …` without FROM.
    ///
    /// @param columns empty where the statement names none
    /// @param where the condition under which the row is inserted
    record Insert(String table, List<String> columns, List<List<Expression>> rows, Optional<Expression> where)
            implements
                TriggerStatement {
        public Insert {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// `DELETE FROM table WHERE …`.
    record Delete(String table, Optional<Expression> where) implements TriggerStatement {}

    /// `SELECT RAISE(…) WHERE …` or `SELECT CASE WHEN … THEN RAISE(…) … END WHERE …`.
    ///
    /// @param where the condition of the whole
    /// @param branches the first whose condition holds decides
    record Guard(Optional<Expression> where, List<Branch> branches) implements TriggerStatement {
        public Guard {
            branches = List.copyOf(branches);
        }
    }

    /// One WHEN of a guard.
    ///
    /// @param when its condition, empty where it always holds
    /// @param raise what is raised, empty where nothing is
    record Branch(Optional<Expression> when, Optional<Expression.Raise> raise) {}

    /// What is none of these.
    ///
    /// @param writes whether it changes rows
    /// @param table the table that it writes, where that could be read
    /// @param reason why it has no counterpart, as a clause
    record Other(boolean writes, Optional<String> table, String reason) implements TriggerStatement {}

    /// The table whose rows it changes; empty where it changes none, or where that could not be read.
    default Optional<String> written() {
        return switch (this) {
            case Update update -> Optional.of(update.table());
            case Insert insert -> Optional.of(insert.table());
            case Delete delete -> Optional.of(delete.table());
            case Guard _ -> Optional.empty();
            case Other other -> other.table();
        };
    }
}
