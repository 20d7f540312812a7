package dev.portage.sql;

import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a view of SQLite for PostgreSQL, so that it gives the same rows, or says why it cannot.
///
/// What [PostgresWriter] promises of expressions holds here too. A view is refused where SQLite itself does not say which
/// row or which of several equal values it shows.
///
/// Threads: safe for all.
public final class ViewWriter {
    private ViewWriter() {}

    /// Finds the tables and views that a view reads.
    @FunctionalInterface
    public interface Relations {
        /// The table or view of that name, compared as SQLite compares names.
        ///
        /// @throws Untranslatable it does not arrive
        Relation find(String name) throws Untranslatable;
    }

    /// A written view.
    ///
    /// @param sql CREATE VIEW, without a semicolon
    /// @param relation what other views read of it
    public record View(String sql, Relation relation) {}

    /// A column of a view.
    ///
    /// @param source its name in SQLite
    /// @param target its bare name in PostgreSQL
    public record Column(String source, String target) {}

    /// Writes the query of a view.
    ///
    /// @param qualified the view's name in PostgreSQL, with its schema, quoted
    /// @param columns as SQLite counts and names them
    /// @param query what stands behind AS
    /// @throws SqlSyntaxException `query` is no query
    /// @throws Untranslatable no exact counterpart exists; nothing was written
    public static View write(String qualified, List<Column> columns, String query, Relations relations) throws Untranslatable {
        var writer = new QueryWriter(relations);
        Query written = writer.write(SelectParser.parse(query), QueryWriter.Context.TOP);
        if (written.columns().size() != columns.size()) {
            throw new Untranslatable("it has %d columns in SQLite, and %d were found".formatted(columns.size(),
                    written.columns().size()));
        }
        var fields = new ArrayList<Field>();
        var names = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            names.add(Identifier.quote(column.target()));
            fields.add(written.columns().get(i).named(column.source()).targetNamed(column.target()));
        }
        String sql = "CREATE VIEW %s (%s) AS\n%s".formatted(qualified, String.join(", ", names), written.sql());
        return new View(sql, new Relation(qualified, fields, List.of(), Optional.empty()));
    }
}
