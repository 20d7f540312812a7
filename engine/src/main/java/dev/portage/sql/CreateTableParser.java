package dev.portage.sql;

import dev.portage.sql.SqlToken.Kind;
import dev.portage.sql.TableText.CheckText;
import dev.portage.sql.TableText.ColumnText;
import dev.portage.sql.TableText.ForeignKeyText;
import dev.portage.sql.TableText.GeneratedText;
import dev.portage.sql.TableText.KeyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a CREATE TABLE as SQLite keeps it in its schema table.
///
/// Source: sqlite.org/lang_createtable.html and the grammar `parse.y`, which allows more than the page says: strings as
/// names, table constraints without commas between them, a constraint's name apart from its constraint.
public final class CreateTableParser {
    private static final Set<String> ENDS_TYPE = Set.of("CONSTRAINT", "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "CHECK",
            "REFERENCES", "COLLATE", "AS", "DEFERRABLE", "ON");
    private static final Set<String> TABLE_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    private final Tokens tokens;
    private final List<ColumnText> columns = new ArrayList<>();
    private final List<CheckText> checks = new ArrayList<>();
    private final List<ForeignKeyText> foreignKeys = new ArrayList<>();
    private final List<KeyText> keys = new ArrayList<>();
    private Optional<String> constraint = Optional.empty();

    private CreateTableParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// What `sql` says.
    ///
    /// @throws SqlSyntaxException it is no CREATE TABLE (one of a virtual table is none either)
    public static TableText parse(String sql) {
        var parser = new CreateTableParser(new Tokens(sql));
        return parser.table();
    }

    private TableText table() {
        tokens.expect("CREATE");
        if (!tokens.accept("TEMP")) {
            tokens.accept("TEMPORARY");
        }
        tokens.expect("TABLE");
        String name = tableName(tokens);
        boolean withoutRowid = false;
        boolean strict = false;
        if (!tokens.peek().is("AS")) {
            definitions();
            do {
                if (tokens.accept("WITHOUT")) {
                    tokens.expect("ROWID");
                    withoutRowid = true;
                } else {
                    strict |= tokens.accept("STRICT");
                }
            } while (tokens.acceptOperator(","));
            tokens.expectEnd();
        }
        return new TableText(name, columns, checks, foreignKeys, keys, withoutRowid, strict);
    }

    /// `[IF NOT EXISTS] [schema.]name`, for every CREATE.
    static String tableName(Tokens tokens) {
        if (tokens.peek().is("IF") && tokens.peek(1).is("NOT") && tokens.peek(2).is("EXISTS")) {
            tokens.next();
            tokens.next();
            tokens.next();
        }
        String name = tokens.name();
        return tokens.acceptOperator(".") ? tokens.name() : name;
    }

    private void definitions() {
        tokens.expectOperator("(");
        column();
        while (tokens.acceptOperator(",")) {
            if (TABLE_CONSTRAINTS.contains(tokens.peek().keyword())) {
                break;
            }
            column();
        }
        while (!tokens.acceptOperator(")")) {
            if (!tokens.acceptOperator(",")) {
                tableConstraint();
            }
        }
    }

    private void column() {
        var column = new ColumnBuilder(tokens.name(), type());
        constraint = Optional.empty();
        boolean more = true;
        while (more) {
            more = columnConstraint(column);
        }
        columns.add(column.build());
    }

    private String type() {
        var type = new StringBuilder();
        while (tokens.peek().isName() && !endsType()) {
            type.append(type.isEmpty() ? "" : " ").append(tokens.name());
        }
        if (!type.isEmpty() && tokens.peek().isOperator("(")) {
            type.append('(').append(tokens.bracketed()).append(')');
        }
        return type.toString();
    }

    private boolean endsType() {
        boolean generated = tokens.peek().is("GENERATED") && tokens.peek(1).is("ALWAYS") && tokens.peek(2).is("AS");
        return generated || ENDS_TYPE.contains(tokens.peek().keyword());
    }

    private boolean columnConstraint(ColumnBuilder column) {
        if (tokens.accept("CONSTRAINT")) {
            constraint = Optional.of(tokens.name());
            return true;
        }
        Optional<String> name = constraint;
        boolean found = switch (tokens.peek().keyword()) {
            case "NULL", "DEFAULT", "COLLATE", "GENERATED", "AS" -> plain(column);
            case "NOT" -> not(column);
            case "DEFERRABLE" -> deferrable();
            case "PRIMARY", "UNIQUE" -> columnKey(name, column);
            case "CHECK" -> check(name, Optional.of(column.name));
            case "REFERENCES" -> foreignKey(name, List.of(column.name));
            default -> false;
        };
        constraint = Optional.empty();
        return found;
    }

    private boolean plain(ColumnBuilder column) {
        switch (tokens.next().keyword()) {
            case "NULL" -> conflict();
            case "DEFAULT" -> column.defaultSql = Optional.of(defaultSql());
            case "COLLATE" -> column.collation = Optional.of(tokens.name().toUpperCase(java.util.Locale.ROOT));
            case "GENERATED" -> {
                tokens.expect("ALWAYS");
                tokens.expect("AS");
                column.generated = Optional.of(generated());
            }
            default -> column.generated = Optional.of(generated());
        }
        return true;
    }

    private GeneratedText generated() {
        String sql = tokens.bracketed();
        boolean stored = tokens.accept("STORED");
        if (!stored) {
            tokens.accept("VIRTUAL");
        }
        return new GeneratedText(sql, stored);
    }

    private String defaultSql() {
        if (tokens.peek().isOperator("(")) {
            return tokens.bracketed();
        }
        int start = tokens.peek().start();
        while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
            tokens.next();
        }
        if (tokens.peek().kind() == Kind.OPERATOR || tokens.ended()) {
            throw tokens.unexpected("a DEFAULT");
        }
        return tokens.slice(start, tokens.next().end());
    }

    private boolean not(ColumnBuilder column) {
        if (tokens.peek(1).is("DEFERRABLE")) {
            return deferrable();
        }
        tokens.next();
        tokens.expect("NULL");
        column.notNull = true;
        column.conflict = conflict();
        return true;
    }

    private Optional<String> conflict() {
        return tokens.acceptAll("ON", "CONFLICT") ? Optional.of(tokens.next().keyword()) : Optional.empty();
    }

    private boolean columnKey(Optional<String> name, ColumnBuilder column) {
        boolean primary = tokens.next().is("PRIMARY");
        boolean descending = false;
        if (primary) {
            tokens.expect("KEY");
            descending = tokens.accept("DESC");
            tokens.accept("ASC");
        }
        Optional<String> conflict = conflict();
        boolean autoincrement = primary && tokens.accept("AUTOINCREMENT");
        keys.add(new KeyText(name, primary, List.of(column.name), descending, autoincrement, conflict));
        return true;
    }

    private boolean check(Optional<String> name, Optional<String> column) {
        tokens.expect("CHECK");
        checks.add(new CheckText(name, column, tokens.bracketed()));
        return true;
    }

    private void tableConstraint() {
        if (tokens.accept("CONSTRAINT")) {
            constraint = Optional.of(tokens.name());
            return;
        }
        Optional<String> name = constraint;
        constraint = Optional.empty();
        switch (tokens.peek().keyword()) {
            case "PRIMARY", "UNIQUE" -> tableKey(name);
            case "CHECK" -> {
                check(name, Optional.empty());
                conflict();
            }
            case "FOREIGN" -> {
                tokens.next();
                tokens.expect("KEY");
                foreignKey(name, names());
                deferrable();
            }
            default -> throw tokens.unexpected("a constraint of the table");
        }
    }

    private void tableKey(Optional<String> name) {
        boolean primary = tokens.next().is("PRIMARY");
        if (primary) {
            tokens.expect("KEY");
        }
        tokens.expectOperator("(");
        var names = new ArrayList<String>();
        boolean descending = false;
        boolean autoincrement = false;
        do {
            names.add(tokens.name());
            if (tokens.accept("COLLATE")) {
                tokens.name();
            }
            descending |= tokens.accept("DESC") && names.size() == 1;
            tokens.accept("ASC");
            autoincrement |= tokens.accept("AUTOINCREMENT");
        } while (tokens.acceptOperator(","));
        tokens.expectOperator(")");
        keys.add(new KeyText(name, primary, names, descending, autoincrement, conflict()));
    }

    private List<String> names() {
        tokens.expectOperator("(");
        var names = new ArrayList<String>();
        do {
            names.add(tokens.name());
            if (tokens.accept("COLLATE")) {
                tokens.name();
            }
            if (!tokens.accept("ASC")) {
                tokens.accept("DESC");
            }
        } while (tokens.acceptOperator(","));
        tokens.expectOperator(")");
        return names;
    }

    private boolean foreignKey(Optional<String> name, List<String> children) {
        tokens.expect("REFERENCES");
        String parent = tokens.name();
        List<String> parentColumns = tokens.peek().isOperator("(") ? names() : List.of();
        String onUpdate = "NO ACTION";
        String onDelete = "NO ACTION";
        while (true) {
            if (tokens.accept("MATCH")) {
                tokens.name();
            } else if (tokens.acceptAll("ON", "UPDATE")) {
                onUpdate = action();
            } else if (tokens.acceptAll("ON", "DELETE")) {
                onDelete = action();
            } else if (tokens.acceptAll("ON", "INSERT")) {
                action();
            } else {
                break;
            }
        }
        foreignKeys.add(new ForeignKeyText(name, children, parent, parentColumns, false, false, onUpdate, onDelete));
        return true;
    }

    private String action() {
        String first = tokens.next().keyword();
        return switch (first) {
            case "SET", "NO" -> first + " " + tokens.next().keyword();
            case "CASCADE", "RESTRICT" -> first;
            default -> throw tokens.unexpected("an action of a foreign key");
        };
    }

    /// Reads `[NOT] DEFERRABLE [INITIALLY …]`, which speaks of the foreign key before it.
    private boolean deferrable() {
        boolean not = tokens.acceptAll("NOT", "DEFERRABLE");
        if (!not && !tokens.accept("DEFERRABLE")) {
            return false;
        }
        boolean deferred = false;
        if (tokens.accept("INITIALLY")) {
            deferred = tokens.accept("DEFERRED");
            if (!deferred) {
                tokens.expect("IMMEDIATE");
            }
        }
        if (!foreignKeys.isEmpty()) {
            ForeignKeyText last = foreignKeys.removeLast();
            foreignKeys.add(new ForeignKeyText(last.name(), last.columns(), last.parentTable(), last.parentColumns(), !not,
                    !not && deferred, last.onUpdate(), last.onDelete()));
        }
        return true;
    }

    private static final class ColumnBuilder {
        private final String name;
        private final String type;
        private Optional<String> collation = Optional.empty();
        private Optional<String> defaultSql = Optional.empty();
        private Optional<GeneratedText> generated = Optional.empty();
        private boolean notNull;
        private Optional<String> conflict = Optional.empty();

        ColumnBuilder(String name, String type) {
            this.name = name;
            this.type = type;
        }

        ColumnText build() {
            return new ColumnText(name, type, collation, defaultSql, generated, notNull, conflict);
        }
    }
}
