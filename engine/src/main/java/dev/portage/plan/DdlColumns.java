package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.ConfigException;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fills in what each column is in the target, and writes `CREATE TABLE`.
///
/// Text columns compare by `COLLATE "C"`, so that keys, comparisons and ORDER BY mean what they mean in SQLite, which
/// compares bytes.
final class DdlColumns {
    private final DdlHazards hazards;
    private final DdlKeys keys;

    DdlColumns(DdlHazards hazards, DdlKeys keys) {
        this.hazards = hazards;
        this.keys = keys;
    }

    /// The table with defaults, generated expressions and NOT NULL of each column that arrives.
    TablePlan fill(TablePlan table) {
        if (!table.made()) {
            return table;
        }
        var expressions = new DdlExpressions(table);
        List<ColumnPlan> columns = new ArrayList<>();
        for (ColumnPlan column : table.columns()) {
            columns.add(column.skip() ? column : fill(table, column, expressions));
        }
        return table.with(columns);
    }

    private ColumnPlan fill(TablePlan table, ColumnPlan column, DdlExpressions expressions) {
        Optional<String> generated = generated(table, column, expressions);
        boolean identity = column.identity() && column.mapping().type().kind().integer() && generated.isEmpty();
        Optional<String> defaultSql = generated.isPresent() || identity || column.source().generated().isPresent()
                ? Optional.empty()
                : defaultOf(table, column, expressions);
        boolean notNull = keys.makesNotNull(table, column) || (column.notNull() && !keys.mayBeNull(table, column));
        return new ColumnPlan(column.source(), column.mapping(), column.target(), false, notNull || identity, defaultSql,
                generated,
                identity, column.evidence());
    }

    private Optional<String> defaultOf(TablePlan table, ColumnPlan column, DdlExpressions expressions) {
        Optional<String> source = column.source().defaultSql();
        if (source.isEmpty()) {
            return Optional.empty();
        }
        try {
            String sql = expressions.defaultOf(column, source.get());
            return sql.equals("NULL") ? Optional.empty() : Optional.of(sql);
        } catch (Untranslatable e) {
            hazards.warnColumn(HazardCode.DEFAULT_UNTRANSLATED, table, column,
                    "DEFAULT %s does not arrive: %s".formatted(source.get(), e.reason()));
            return Optional.empty();
        }
    }

    private Optional<String> generated(TablePlan table, ColumnPlan column, DdlExpressions expressions) {
        if (column.source().generated().isEmpty()) {
            return Optional.empty();
        }
        try {
            requireComputable(table, column);
            return Optional.of(expressions.generated(column, column.source().generated().get().sql()));
        } catch (Untranslatable e) {
            hazards.warnColumn(HazardCode.GENERATED_COLUMN, table, column,
                    "the generated column arrives as an ordinary one with the values it has now: " + e.reason());
            return Optional.empty();
        }
    }

    private static void requireComputable(TablePlan table, ColumnPlan column) throws Untranslatable {
        boolean plain = switch (column.mapping().form()) {
            case ValueForm.Plain _,ValueForm.Words _,ValueForm.IsoText _,ValueForm.Epoch _ -> true;
            case ValueForm.UuidBytes _,ValueForm.Label _,ValueForm.Digits _ -> false;
            case ValueForm.AnyAsText _,ValueForm.ClassedBytes _,ValueForm.TextBytes _,ValueForm.Escaped _,ValueForm.Stripped _,ValueForm.Transcoded _,ValueForm.Quarantined _ ->
                false;
        };
        if (!plain || column.mapping().lossy() || !column.mapping().nullIf().isEmpty()) {
            throw new Untranslatable("its values are kept in another form than SQLite's");
        }
        for (Table.ForeignKey key : table.source().foreignKeys()) {
            boolean writes = (!key.onUpdate().equals("NO ACTION") && !key.onUpdate().equals("RESTRICT"))
                    || key.onDelete().startsWith("SET");
            if (writes && key.columns().stream().anyMatch(column.source().name()::equalsIgnoreCase)) {
                throw new Untranslatable("a foreign key would write it, which PostgreSQL forbids");
            }
        }
    }

    /// `CREATE TABLE` of a filled table.
    ///
    /// @param more lines behind its own columns
    static Ddl.Step create(DdlContext context, TablePlan table, List<String> more) {
        List<String> lines = new ArrayList<>();
        for (ColumnPlan column : table.columns()) {
            if (!column.skip()) {
                lines.add("    " + line(context, table, column));
            }
        }
        more.forEach(line -> lines.add("    " + line));
        String body = lines.isEmpty() ? "()" : "(\n" + String.join(",\n", lines) + "\n)";
        return new Ddl.Step("table", table.targetSchema(), table.target(), table.target(),
                "CREATE TABLE " + DdlContext.qualified(table) + " " + body);
    }

    private static String line(DdlContext context, TablePlan table, ColumnPlan column) {
        Kind kind = column.mapping().type().kind();
        if (kind == Kind.ENUM || kind == Kind.CITEXT) {
            throw new ConfigException(126, "column %s.%s would be of type %s, which Portage does not make".formatted(
                    table.source().name(), column.source().name(), kind.sqlName()),
                    "Nothing was written; name text in plan.yaml, or make the table in the target first");
        }
        var line = new StringBuilder(Identifier.quote(column.target())).append(' ').append(column.mapping().type().sql());
        if (kind.text() || kind == Kind.CHAR) {
            line.append(" COLLATE \"C\"");
        }
        column.generatedSql().ifPresent(sql -> line.append(" GENERATED ALWAYS AS (").append(sql).append(") STORED"));
        if (column.identity()) {
            line.append(" GENERATED BY DEFAULT AS IDENTITY").append(sequenceName(context, table, column));
        }
        column.defaultSql().ifPresent(sql -> line.append(" DEFAULT ").append(sql));
        return line.append(column.notNull() ? " NOT NULL" : "").toString();
    }

    // PostgreSQL names the sequence itself; where that name is another table's, the statement names it.
    private static String sequenceName(DdlContext context, TablePlan table, ColumnPlan column) {
        String usual = table.target() + "_" + column.target() + "_seq";
        if (context.names().takeSequence(table, usual)) {
            return "";
        }
        String name = context.names().sequence(table, DdlNames.joined(table.target(), column.target(), "seq"));
        return " (SEQUENCE NAME " + Identifier.qualified(table.targetSchema(), name) + ")";
    }
}
