package dev.portage.plan;

import dev.portage.schema.Identifier;
import java.util.List;
import java.util.Optional;

/// The statements that make the target, in the order in which they run. Within one list, statements of different tables
/// may run at the same time unless said otherwise.
///
/// @param tables `CREATE TABLE`, columns, NOT NULL, defaults, generated columns, identity, and `ADD COLUMN` to tables of the
///        application's own; nothing else
/// @param indexes primary keys, unique constraints and indexes, after the load
/// @param checks `ADD CONSTRAINT … CHECK`, after the load
/// @param foreignKeys `ADD CONSTRAINT … FOREIGN KEY … NOT VALID`, in order, one at a time, after the indexes
/// @param validations `VALIDATE CONSTRAINT` of those foreign keys and checks that are to be valid
/// @param sequences `setval` of the identities
/// @param triggers functions and the triggers that call them, in order, one at a time, after the constraints
/// @param views in order, one at a time, those that others are made of first, after the triggers
public record Ddl(List<Step> tables, List<Step> indexes, List<Step> checks, List<Step> foreignKeys, List<Step> validations,
        List<Step> sequences, List<Step> triggers, List<Step> views) {
    public Ddl {
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
        checks = List.copyOf(checks);
        foreignKeys = List.copyOf(foreignKeys);
        validations = List.copyOf(validations);
        sequences = List.copyOf(sequences);
        triggers = List.copyOf(triggers);
        views = List.copyOf(views);
    }

    /// One statement.
    ///
    /// @param kind what it makes: `table`, `column`, `primary key`, `unique`, `index`, `check`, `foreign key`, `validation`,
    ///        `sequence`, `function`, `trigger`, `view`
    /// @param schema the bare name of the schema in which it is made
    /// @param name the bare name of what it makes, without the schema
    /// @param targetTable the bare name of the table that it belongs to; of a view its own name
    /// @param sql one statement without a semicolon
    /// @param key of a primary key and of a unique constraint, as what and over which columns
    public record Step(String kind, String schema, String name, String targetTable, String sql, Optional<Key> key) {
        public Step(String kind, String schema, String name, String targetTable, String sql) {
            this(kind, schema, name, targetTable, sql, Optional.empty());
        }

        /// Whether it takes its table for itself, and is no build beside others.
        public boolean altersTable() {
            return sql.startsWith("ALTER TABLE ");
        }

        /// The same key in two steps: its index, which may be built beside other indexes of the table, and the constraint
        /// made of that index, which takes the table for itself for a moment. Empty where the step makes no key.
        public Optional<InTwo> inTwo() {
            return key.map(made -> new InTwo(
                    new Step("index", schema, name, targetTable, "CREATE UNIQUE INDEX %s ON %s (%s)".formatted(
                            Identifier.quote(name), Identifier.qualified(schema, targetTable), made.columns())),
                    new Step(kind, schema, name, targetTable, "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s".formatted(
                            Identifier.qualified(schema, targetTable), Identifier.quote(name), made.words(),
                            Identifier.quote(name)))));
        }
    }

    /// What a key is.
    ///
    /// @param words `PRIMARY KEY` or `UNIQUE`
    /// @param columns quoted, with commas between them
    public record Key(String words, String columns) {}

    /// A key in two steps, in their order.
    public record InTwo(Step index, Step constraint) {}
}
