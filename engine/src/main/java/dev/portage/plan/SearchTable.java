package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.sql.SqlSyntaxException;
import dev.portage.sql.Untranslatable;
import dev.portage.sql.VirtualTableParser;
import dev.portage.sql.VirtualTableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A full-text table of SQLite and where its texts lie.
///
/// @param texts the name of the table that holds the texts: its own, or that of its `content=`
/// @param columns the columns that are searched
/// @param configuration PostgreSQL's text search configuration that comes nearest to its tokenizer
record SearchTable(Schema.VirtualTable source, String texts, List<String> columns, String configuration) {
    private static final Set<String> MODULES = Set.of("fts3", "fts4", "fts5");
    /// What PostgreSQL's parser takes for parts of hosts, paths, tags and numbers, and SQLite's tokenizers for blanks.
    private static final String BLANKS = "-./@_:<>&+~%=?#";

    SearchTable {
        columns = List.copyOf(columns);
    }

    static boolean isSearch(Schema.VirtualTable table) {
        return MODULES.contains(table.module());
    }

    /// @throws Untranslatable it keeps no texts, or finds them in another way than by words
    static SearchTable of(Schema.VirtualTable table) throws Untranslatable {
        if (table.broken().isPresent()) {
            throw new Untranslatable("SQLite cannot read it here: " + table.broken().get());
        }
        VirtualTableText text;
        try {
            text = VirtualTableParser.parse(table.sql());
        } catch (SqlSyntaxException e) {
            throw new Untranslatable("its text cannot be read: " + Objects.requireNonNullElse(e.getMessage(), "no reason given"));
        }
        Optional<String> content = Optional.ofNullable(text.options().get("content"));
        if (content.filter(String::isEmpty).isPresent()) {
            throw new Untranslatable("it is contentless: the texts are not kept, only which words were in them");
        }
        List<String> columns = text.columns().stream().filter(VirtualTableText.Column::indexed)
                .map(VirtualTableText.Column::name).toList();
        boolean unnamed = text.columns().isEmpty() && content.isEmpty();
        return new SearchTable(table, content.orElse(table.place().name()), unnamed ? List.of("content") : columns,
                configuration(text.options().getOrDefault("tokenize", "")));
    }

    private static String configuration(String tokenizer) throws Untranslatable {
        String[] words = tokenizer.strip().toLowerCase(java.util.Locale.ROOT).split("[\\s'\"]+");
        return switch (words[0]) {
            case "", "unicode61", "ascii", "simple" -> "simple";
            case "porter" -> "english";
            case "trigram" -> throw new Untranslatable(
                    "its tokenizer trigram finds parts of words, which on PostgreSQL the extension pg_trgm does");
            default -> throw new Untranslatable("its tokenizer %s has no counterpart".formatted(words[0]));
        };
    }

    /// Whether the texts lie in that table.
    boolean holds(dev.portage.schema.Table table) {
        return table.place().database().equals(source.place().database()) && table.place().name().equalsIgnoreCase(texts);
    }

    boolean external() {
        return !texts.equalsIgnoreCase(source.place().name());
    }

    /// The words of a row as a tsvector, immutable.
    ///
    /// @throws Untranslatable a column holds no texts in PostgreSQL
    String expression(TablePlan table) throws Untranslatable {
        if (columns.isEmpty()) {
            throw new Untranslatable("it names no columns that are searched");
        }
        var parts = new ArrayList<String>();
        for (String name : columns) {
            ColumnPlan column = table.findColumn(name).filter(each -> !each.skip())
                    .orElseThrow(() -> new Untranslatable("its column %s does not arrive".formatted(name)));
            Kind kind = column.mapping().type().kind();
            if (column.generatedSql().isPresent() || !(kind.text() || kind.integer())) {
                throw new Untranslatable("its column %s arrives as %s".formatted(name,
                        column.generatedSql().isPresent() ? "a generated one" : column.mapping().type().sql()));
            }
            parts.add("coalesce(" + Identifier.quote(column.target()) + (kind.text() ? "" : "::text") + ", '')");
        }
        return "pg_catalog.to_tsvector('pg_catalog.%s'::pg_catalog.regconfig, pg_catalog.translate(%s, '%s', '%s'))".formatted(
                configuration, parts.stream().collect(Collectors.joining(" || ' ' || ")), BLANKS, " ".repeat(BLANKS.length()));
    }
}
