package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.sql.Untranslatable;
import java.util.Optional;

/// One part of an index as PostgreSQL writes it.
///
/// @param sql the column, or the expression between brackets
/// @param plain the column, where the part is a column and nothing else
/// @param descending whether it is `DESC`
record DdlPart(String sql, Optional<ColumnPlan> plain, boolean descending) {

    /// @throws Untranslatable the part has no exact counterpart
    static DdlPart of(TablePlan table, Table.Part part, DdlExpressions expressions) throws Untranslatable {
        if (part.expression().isPresent()) {
            String sql = expressions.part(part.expression().get());
            // Texts, and they alone, are written with a collation.
            boolean text = sql.endsWith(" COLLATE \"C\")");
            return new DdlPart(text ? collated(sql, part.collation()) : sql, Optional.empty(), part.descending());
        }
        ColumnPlan column = part.column().flatMap(table::findColumn)
                .orElseThrow(() -> new Untranslatable("it has a part that is no column of the table"));
        Optional<String> refused = DdlKeys.refused(column);
        if (refused.isPresent()) {
            throw new Untranslatable(refused.get());
        }
        String name = Identifier.quote(column.target());
        Kind kind = column.mapping().type().kind();
        // A collation is for texts; numbers and blobs compare without one.
        boolean texts = kind.text() || (kind == Kind.BYTEA && !(column.mapping().form() instanceof ValueForm.Plain));
        if (part.collation().equals("BINARY") || !texts) {
            return new DdlPart(name, Optional.of(column), part.descending());
        }
        if (kind == Kind.BYTEA) {
            throw new Untranslatable("the column %s arrives as bytes, which know no collation %s"
                    .formatted(column.source().name(), part.collation()));
        }
        return new DdlPart(collated("(" + name + " COLLATE \"C\")", part.collation()), Optional.empty(), part.descending());
    }

    // The functions are those of pg_catalog, which an expression in an index keeps for good.
    private static String collated(String bracketed, String collation) throws Untranslatable {
        return switch (collation) {
            case "BINARY" -> bracketed;
            case "NOCASE" -> "lower" + bracketed;
            case "RTRIM" -> "rtrim(%s, ' ')".formatted(bracketed.substring(1, bracketed.length() - 1));
            default -> throw new Untranslatable("its collation %s belongs to the application".formatted(collation));
        };
    }

    /// The part with its direction. Where NULL goes is left to PostgreSQL: an application's ORDER BY does not say it
    /// either, and an index serves such an ORDER BY only where both leave it out.
    String ordered() {
        return descending ? sql + " DESC" : sql;
    }
}
