package dev.portage.target;

import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable.Column;
import dev.portage.target.TargetTable.Constraint;
import dev.portage.target.TargetTable.Identity;
import dev.portage.target.TargetTable.Index;
import dev.portage.target.TargetTable.Kind;
import dev.portage.target.TargetTable.Parent;
import dev.portage.target.TargetTable.Reference;
import dev.portage.target.TargetTable.Sequence;
import dev.portage.target.TargetTable.Trigger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what is in the target, from its catalog: eight statements, however many tables there are.
///
/// Any role may read a catalog; no table is locked or opened, but by [#hasRows] and [#count]. Connections are those of
/// [Target], whose `search_path` is `pg_catalog`.
///
/// Threads: one at a time for each connection.
public final class TargetTables {
    private final Connection connection;
    private final CatalogQueries queries;
    private final Map<Long, Draft> drafts = new LinkedHashMap<>();

    private TargetTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.queries = new CatalogQueries(connection.getMetaData().getDatabaseMajorVersion());
    }

    /// All tables, views, indexes, sequences and other relations of these schemas, by schema and name. A schema that is not
    /// there has none.
    ///
    /// @throws dev.portage.PlanException PT-205 somebody changed them meanwhile
    /// @throws dev.portage.UnreachableException the server went away
    public static List<TargetTable> read(Connection connection, Set<String> schemas) {
        return read(connection, schemas, null);
    }

    /// What that name stands for in that schema; empty where it is free.
    ///
    /// @throws dev.portage.PlanException PT-205 somebody changed it meanwhile
    public static Optional<TargetTable> find(Connection connection, String schema, String name) {
        return read(connection, Set.of(schema), name).stream().findFirst();
    }

    private static List<TargetTable> read(Connection connection, Set<String> schemas, @Nullable String name) {
        try {
            return new TargetTables(connection).tables(schemas, name);
        } catch (SQLException e) {
            // XX000: a function of the catalog did not find what was there a moment ago.
            throw TargetErrors.state(e).equals("XX000")
                    ? CatalogTypes.changed()
                    : TargetErrors.unreachableOr(e, "reading the catalog of the target");
        }
    }

    /// Whether the table, or one that inherits from it, has a row.
    public static boolean hasRows(Connection connection, TargetTable table) {
        return number(connection, "SELECT count(*) FROM (SELECT FROM %s LIMIT 1) AS one", table) > 0;
    }

    /// How many rows the table has, with those that inherit from it; reads all of them.
    public static long count(Connection connection, TargetTable table) {
        return number(connection, "SELECT count(*) FROM %s", table);
    }

    private static long number(Connection connection, String query, TargetTable table) {
        String name = Identifier.qualified(table.schema(), table.name());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.formatted(name))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "counting the rows of " + name);
        }
    }

    private List<TargetTable> tables(Set<String> schemas, @Nullable String name) throws SQLException {
        readTables(schemas, name);
        if (!drafts.isEmpty()) {
            readColumns();
            each(queries.constraints(), (row, draft) -> draft.constraints.add(constraint(row)));
            each(queries.indexes(), (row, draft) -> draft.indexes.add(index(row)));
            each(queries.triggers(), (row, draft) -> draft.triggers.add(trigger(row)));
            each(queries.references(), (row, draft) -> draft.references.add(reference(row)));
        }
        return drafts.values().stream().map(Draft::finished).toList();
    }

    private void readTables(Set<String> schemas, @Nullable String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(queries.tables())) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setString(2, name);
            statement.setString(3, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    drafts.put(row.getLong("oid"), new Draft(row));
                }
            }
        }
    }

    private void readColumns() throws SQLException {
        CatalogTypes types = CatalogTypes.read(connection);
        each(queries.columns(), (row, draft) -> draft.columns.add(column(row, types)));
    }

    private interface Reader {
        void read(ResultSet row, Draft draft) throws SQLException;
    }

    private void each(String query, Reader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("oid", oids()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Draft draft = drafts.get(row.getLong(1));
                    if (draft != null) {
                        reader.read(row, draft);
                    }
                }
            }
        }
    }

    // What is no table has columns in the catalog too: those of an index are its parts.
    private Object[] oids() {
        return drafts.entrySet().stream().filter(each -> each.getValue().bare.kind() != Kind.OTHER).map(Map.Entry::getKey)
                .toArray();
    }

    private static Column column(ResultSet row, CatalogTypes types) throws SQLException {
        CatalogTypes.Resolved type = types.resolve(row.getLong("atttypid"), row.getInt("atttypmod"));
        Optional<String> expression = Optional.ofNullable(row.getString("expression"));
        boolean generated = !row.getString("attgenerated").isEmpty();
        Identity identity = switch (row.getString("attidentity")) {
            case "a" -> Identity.ALWAYS;
            case "d" -> Identity.BY_DEFAULT;
            default -> Identity.NONE;
        };
        return new Column(row.getString("attname"), row.getString("written"), type.facts(),
                row.getBoolean("attnotnull") || type.notNull(),
                generated ? Optional.empty() : expression.or(type::defaultSql), generated ? expression : Optional.empty(),
                identity, sequence(row), row.getBoolean("deterministic"));
    }

    private static Optional<Sequence> sequence(ResultSet row) throws SQLException {
        String name = row.getString("sequence_name");
        return name == null
                ? Optional.empty()
                : Optional.of(new Sequence(row.getString("sequence_schema"), name, row.getLong("seqincrement") > 0,
                        row.getLong("seqmax")));
    }

    private static Constraint constraint(ResultSet row) throws SQLException {
        Constraint.Kind kind = switch (row.getString("contype")) {
            case "p" -> Constraint.Kind.PRIMARY_KEY;
            case "u" -> Constraint.Kind.UNIQUE;
            case "f" -> Constraint.Kind.FOREIGN_KEY;
            case "x" -> Constraint.Kind.EXCLUSION;
            default -> Constraint.Kind.CHECK;
        };
        Optional<Parent> parent = kind == Constraint.Kind.FOREIGN_KEY
                ? Optional.of(new Parent(there(row, "parent_schema"), there(row, "parent"), texts(row, "parent_columns")))
                : Optional.empty();
        return new Constraint(row.getString("conname"), kind, there(row, "definition"), texts(row, "columns"), parent,
                row.getBoolean("convalidated"), row.getBoolean("condeferrable"), row.getBoolean("enforced"));
    }

    private static Index index(ResultSet row) throws SQLException {
        return new Index(row.getString("relname"), row.getBoolean("indisunique"), row.getBoolean("nulls_not_distinct"),
                row.getBoolean("partial"), texts(row, "columns"), there(row, "definition"));
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        return new Trigger(row.getString("tgname"), there(row, "definition"), row.getString("tgenabled").charAt(0));
    }

    private static Reference reference(ResultSet row) throws SQLException {
        String onDelete = switch (row.getString("confdeltype")) {
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> "NO ACTION";
        };
        return new Reference(row.getString("nspname"), row.getString("relname"), row.getString("conname"), onDelete);
    }

    private static String there(ResultSet row, String field) throws SQLException {
        String text = row.getString(field);
        if (text == null) {
            throw CatalogTypes.changed();
        }
        return text;
    }

    private static List<String> texts(ResultSet row, String field) throws SQLException {
        return List.of((String[]) row.getArray(field).getArray());
    }

    /// One table while it is read.
    private static final class Draft {
        private final TargetTable bare;
        private final List<Column> columns = new ArrayList<>();
        private final List<Constraint> constraints = new ArrayList<>();
        private final List<Index> indexes = new ArrayList<>();
        private final List<Trigger> triggers = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();

        Draft(ResultSet row) throws SQLException {
            String word = word(row.getString("relkind"));
            Kind kind = switch (word) {
                case "table" -> Kind.TABLE;
                case "partitioned table" -> Kind.PARTITIONED;
                case "view" -> Kind.VIEW;
                default -> Kind.OTHER;
            };
            bare = new TargetTable(row.getString("nspname"), row.getString("relname"), kind, word, List.of(), List.of(),
                    List.of(), List.of(), List.of(), row.getBoolean("inheritance"), row.getBoolean("secured"),
                    row.getBoolean("owned"));
        }

        private static String word(String relkind) {
            return switch (relkind) {
                case "r" -> "table";
                case "p" -> "partitioned table";
                case "v" -> "view";
                case "m" -> "materialized view";
                case "f" -> "foreign table";
                case "S" -> "sequence";
                case "i", "I" -> "index";
                case "c" -> "composite type";
                default -> "relation of kind " + relkind;
            };
        }

        TargetTable finished() {
            return new TargetTable(bare.schema(), bare.name(), bare.kind(), bare.word(), columns, constraints, indexes, triggers,
                    references, bare.inheritance(), bare.rowSecurity(), bare.owned());
        }
    }
}
