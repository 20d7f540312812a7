package dev.portage.target;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// What one name of a schema of the target stands for, as its catalog has it: a table, or what else would be in the way.
///
/// Names are bare. Definitions are as PostgreSQL prints them, with every name outside `pg_catalog` qualified.
///
/// @param word what it is, for messages: `table`, `partitioned table`, `view`, `materialized view`, `index` …
/// @param columns in the table's order, generated ones included; empty where the kind is OTHER
/// @param constraints in the order of their names; those that PostgreSQL derives for partitions of a parent are left out
/// @param indexes all of them in the order of their names, those behind constraints too
/// @param triggers in the order in which they fire: by name; internal ones left out
/// @param referencedBy foreign keys of other tables that point here, of other schemas too
/// @param inheritance whether it is a child, a parent or a partition of another table
/// @param rowSecurity whether policies apply to the role of the connection: COPY is refused then
/// @param owned whether the role of the connection has the rights of the owner
///
/// Source: "System Catalogs" (postgresql.org/docs/current/catalogs.html).
public record TargetTable(String schema, String name, Kind kind, String word, List<Column> columns,
        List<Constraint> constraints, List<Index> indexes, List<Trigger> triggers, List<Reference> referencedBy,
        boolean inheritance, boolean rowSecurity, boolean owned) {
    public TargetTable {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
        triggers = List.copyOf(triggers);
        referencedBy = List.copyOf(referencedBy);
    }

    /// What rows can do there. OTHER: materialized view, foreign table, sequence, index, composite type; see
    /// [TargetTable#word].
    public enum Kind {
        TABLE, PARTITIONED, VIEW, OTHER
    }

    /// The column of exactly that name.
    public Optional<Column> findColumn(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }

    /// The columns of the primary key in its order; empty where the table has none.
    public List<String> key() {
        Predicate<Constraint> primary = each -> each.kind() == Constraint.Kind.PRIMARY_KEY;
        return constraints.stream().filter(primary).findFirst().map(Constraint::columns).orElse(List.of());
    }

    /// One column.
    ///
    /// @param typeSql the type as `format_type` prints it: `character varying(20)`, `public.mood`
    /// @param base what the type is underneath its domains
    /// @param notNull whether the column, or a domain of its type, refuses NULL
    /// @param defaultSql the column's default, or else its domain's
    /// @param generatedSql the expression of a generated column, stored or virtual
    /// @param sequence the counter of an identity column, or one that the default draws from, or one that the column owns
    /// @param deterministic false where its collation holds different texts for equal
    public record Column(String name, String typeSql, TypeFacts base, boolean notNull, Optional<String> defaultSql,
            Optional<String> generatedSql, Identity identity, Optional<Sequence> sequence, boolean deterministic) {}

    /// Whether PostgreSQL draws the column's values from a counter; ALWAYS refuses an INSERT's own value, but not a COPY's.
    public enum Identity {
        NONE, ALWAYS, BY_DEFAULT
    }

    /// A type after its domains were resolved.
    ///
    /// @param schema of the type: `pg_catalog` for PostgreSQL's own
    /// @param name the catalog's name of the type, of the element's for an array: `int4`, `varchar`, `bpchar`, `timestamptz`
    /// @param labels of an enum, in its order; empty for other types
    /// @param domain the outermost domain's bare name
    /// @param checked whether a domain has a CHECK
    /// @param length of `varchar(n)`, `char(n)`, `bit(n)`
    /// @param precision of `numeric(p,s)`
    /// @param scale of `numeric(p,s)`, possibly negative
    /// @param fractionDigits digits after the seconds of `timestamp(p)`, `time(p)`, `interval(p)`; empty where all six count
    public record TypeFacts(String schema, String name, boolean array, List<String> labels, Optional<String> domain,
            boolean checked, OptionalInt length, OptionalInt precision, OptionalInt scale, OptionalInt fractionDigits) {
        public TypeFacts {
            labels = List.copyOf(labels);
        }

        /// Whether it is a type of PostgreSQL's own, and so [#name] alone says which.
        public boolean builtIn() {
            return schema.equals("pg_catalog");
        }
    }

    /// A counter.
    ///
    /// @param max the last number that it gives
    public record Sequence(String schema, String name, boolean ascending, long max) {}

    /// A constraint of the table.
    ///
    /// @param definition as `pg_get_constraintdef` prints it, without the name
    /// @param columns the constrained columns in the constraint's order; of a CHECK those that it reads
    /// @param parent of a foreign key
    /// @param validated whether the rows that are there were checked
    /// @param enforced false for `NOT ENFORCED` (from PostgreSQL 18 on)
    public record Constraint(String name, Constraint.Kind kind, String definition, List<String> columns, Optional<Parent> parent,
            boolean validated, boolean deferrable, boolean enforced) {
        public Constraint {
            columns = List.copyOf(columns);
        }

        /// What it demands. NOT NULL is said by the columns.
        public enum Kind {
            PRIMARY_KEY, UNIQUE, CHECK, FOREIGN_KEY, EXCLUSION
        }
    }

    /// The table and columns that a foreign key points at, in the order of the foreign key's own columns.
    public record Parent(String schema, String table, List<String> columns) {
        public Parent {
            columns = List.copyOf(columns);
        }
    }

    /// An index.
    ///
    /// @param columns the key's columns in order; empty where one of its parts is an expression
    /// @param definition the CREATE INDEX statement
    public record Index(String name, boolean unique, boolean nullsNotDistinct, boolean partial, List<String> columns,
            String definition) {
        public Index {
            columns = List.copyOf(columns);
        }
    }

    /// A trigger.
    ///
    /// @param definition the CREATE TRIGGER statement
    /// @param enabled `O` in sessions of role origin and local, `D` never, `R` in those of role replica, `A` always
    public record Trigger(String name, String definition, char enabled) {}

    /// A foreign key of another table.
    ///
    /// @param schema of the other table
    /// @param table the other table
    /// @param name of the foreign key
    /// @param onDelete `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL` or `SET DEFAULT`
    public record Reference(String schema, String table, String name, String onDelete) {}
}
