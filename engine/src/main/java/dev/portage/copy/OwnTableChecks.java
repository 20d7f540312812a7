package dev.portage.copy;

import dev.portage.ConflictException;
import dev.portage.PortageException;
import dev.portage.mapping.TargetType;
import dev.portage.plan.ColumnPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What must be true of one of the application's own tables before a migration may fill it. Nothing is changed here.
final class OwnTableChecks {
    private static final String UNTOUCHED = "Nothing was changed there; ";

    private OwnTableChecks() {}

    /// @throws ConflictException PT-422 it is no table; PT-434 it is not ours; PT-435 policies hide rows; PT-436 it is part
    ///         of others; PT-438 it has not the planned columns; PT-446 another migration fills it
    static void require(TablePlan planned, TargetTable there) {
        requireReach(there);
        String name = Identifier.qualified(there.schema(), there.name());
        // What the table lacked when it was planned, the plan adds.
        planned.copied().stream()
                .filter(column -> planned.there().flatMap(table -> table.findColumn(column.target())).isPresent())
                .forEach(column -> requireColumn(name, column, there));
        if (planned.rows() > 0) {
            there.columns().forEach(column -> requireFilled(name, column, planned));
        }
    }

    /// A column that takes no NULL and that nothing fills would refuse every row.
    private static void requireFilled(String table, TargetTable.Column column, TablePlan planned) {
        boolean filled = !column.notNull() || column.defaultSql().isPresent() || column.generatedSql().isPresent()
                || column.identity() != TargetTable.Identity.NONE
                || planned.copied().stream().anyMatch(each -> each.target().equals(column.name()));
        if (!filled) {
            throw new ConflictException(438,
                    "table %s has a column %s that takes no NULL, and nothing fills it".formatted(table, column.name()),
                    UNTOUCHED + "give it a default there, or a value in plan.yaml");
        }
    }

    /// The first half of [#require]: what must be true before its rows can be counted.
    static void requireReach(TargetTable there) {
        String name = Identifier.qualified(there.schema(), there.name());
        if (there.kind() == TargetTable.Kind.VIEW || there.kind() == TargetTable.Kind.OTHER) {
            throw new ConflictException(422, "the target already has a %s named %s".formatted(there.word(), name),
                    UNTOUCHED + "rename it, or name another schema with --schema");
        }
        if (!there.owned()) {
            throw new ConflictException(434, "table %s belongs to another role".formatted(name),
                    UNTOUCHED + "connect as its owner, or run GRANT owner TO role, or ALTER TABLE %s OWNER TO role"
                            .formatted(name));
        }
        if (there.rowSecurity()) {
            throw new ConflictException(435, "policies of row security apply to this role on table %s".formatted(name),
                    UNTOUCHED + "connect as a role to which they do not apply, or disable row security while the rows move");
        }
        if (there.inheritance() || there.kind() == TargetTable.Kind.PARTITIONED) {
            throw new ConflictException(436, "table %s is partitioned, or shares rows with others by inheritance".formatted(name),
                    UNTOUCHED + "rename it, or name another schema with --schema, and move the rows on by INSERT … SELECT");
        }
        requireUnfenced(there);
    }

    /// @throws ConflictException PT-446 a migration fills the table now
    static void requireUnfenced(TargetTable there) {
        if (there.triggers().stream().anyMatch(trigger -> trigger.name().equals(TableFence.NAME))) {
            throw new ConflictException(446,
                    "table %s is being filled by another migration".formatted(
                            Identifier.qualified(there.schema(), there.name())),
                    UNTOUCHED + "let that one end, or take it back with portage drop");
        }
    }

    private static void requireColumn(String table, ColumnPlan column, TargetTable there) {
        Optional<TargetTable.Column> found = there.findColumn(column.target());
        String wanted = column.mapping().type().sql();
        String reason = "";
        if (found.isEmpty()) {
            reason = "has no column " + column.target();
        } else if (found.get().generatedSql().isPresent()) {
            reason = "computes its column " + column.target();
        } else if (!takes(found.get().base(), column.mapping().type())) {
            reason = "has %s as %s, and the plan sends %s".formatted(column.target(), found.get().typeSql(), wanted);
        }
        if (!reason.isEmpty()) {
            throw new ConflictException(438, "table %s %s".formatted(table, reason),
                    UNTOUCHED + "change the column there, or its type, name or skip in plan.yaml");
        }
    }

    /// Whether the type's binary input reads what is sent. Types that are none of PostgreSQL's own decide for themselves.
    private static boolean takes(TargetTable.TypeFacts base, TargetType sent) {
        if (!base.builtIn() || base.array()) {
            return !base.array();
        }
        return switch (base.name()) {
            case "text", "varchar", "bpchar", "name", "xml" -> sent.kind().characters();
            case "int2" -> sent.kind() == TargetType.Kind.SMALLINT;
            case "int4" -> sent.kind() == TargetType.Kind.INTEGER;
            case "int8" -> sent.kind() == TargetType.Kind.BIGINT;
            case "float4" -> sent.kind() == TargetType.Kind.REAL;
            case "float8" -> sent.kind() == TargetType.Kind.DOUBLE_PRECISION;
            case "bool" -> sent.kind() == TargetType.Kind.BOOLEAN;
            default -> sent.kind().name().equalsIgnoreCase(base.name());
        };
    }

    /// The columns by which rows that stay are told apart: the primary key, or else the first unique key without NULL.
    ///
    /// @throws ConflictException PT-437 there is none
    static List<String> requireKey(TargetTable there) {
        if (!there.key().isEmpty()) {
            return there.key();
        }
        return there.indexes().stream()
                .filter(index -> index.unique() && !index.partial() && !index.columns().isEmpty())
                .map(TargetTable.Index::columns)
                .filter(columns -> columns.stream()
                        .allMatch(name -> there.findColumn(name).filter(TargetTable.Column::notNull).isPresent()))
                .findFirst()
                .orElseThrow(() -> new ConflictException(437,
                        "table %s holds rows and has no key, so that those could not be told from the copied ones".formatted(
                                Identifier.qualified(there.schema(), there.name())),
                        UNTOUCHED + "add a primary key there, or choose --existing replace"));
    }

    /// The refusal of tables with rows.
    static ConflictException notEmpty(List<String> filled) {
        return new ConflictException(421, "the target is not empty: " + String.join(", ", filled),
                UNTOUCHED + "keep those rows with --existing append, lay them aside with --existing replace, "
                        + "or name another schema with --schema");
    }

    /// Foreign keys are taken off while the rows come; this makes sure that they can come back.
    ///
    /// @throws ConflictException PT-439 the role may not add one again; PT-441 one is switched off in a way that only a
    ///         superuser can make again
    static void requireKeysCanReturn(Connection connection, TargetTable there) throws SQLException {
        String name = Identifier.qualified(there.schema(), there.name());
        refuse(connection, """
                SELECT k.conname, k.confrelid::pg_catalog.regclass FROM pg_catalog.pg_constraint k
                WHERE k.conrelid = ?::pg_catalog.regclass AND k.contype = 'f'
                    AND NOT pg_catalog.has_any_column_privilege(k.confrelid, 'REFERENCES')
                """, name, row -> new ConflictException(439,
                "foreign key %s of %s could not be added again: the role may not refer to %s".formatted(row.get(0), name,
                        row.get(1)),
                UNTOUCHED + "run GRANT REFERENCES ON %s TO that role".formatted(row.get(1))));
        refuse(connection, """
                SELECT k.conname, t.tgenabled FROM pg_catalog.pg_constraint k
                JOIN pg_catalog.pg_trigger t ON t.tgconstraint = k.oid
                WHERE k.conrelid = ?::pg_catalog.regclass AND k.contype = 'f' AND t.tgenabled <> 'O'
                """, name, row -> new ConflictException(441,
                "foreign key %s of %s is switched off by its triggers".formatted(row.getFirst(), name),
                UNTOUCHED + "enable them (ALTER TABLE … ENABLE TRIGGER ALL), or drop the foreign key"));
    }

    private interface Refusal {
        PortageException of(List<String> row);
    }

    private static void refuse(Connection connection, String query, String relation, Refusal refusal) throws SQLException {
        List<List<String>> found = Statements.texts(connection, query, relation);
        if (!found.isEmpty()) {
            throw refusal.of(found.getFirst());
        }
    }
}
