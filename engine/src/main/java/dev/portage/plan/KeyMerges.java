package dev.portage.plan;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether a type that a person named for a column of a key would make two different keys equal.
final class KeyMerges {
    private static final String FRACTION_AND_ZONE = "replace(replace(replace(substr(%1$s, instr(%1$s, '.') + 1), 'Z', ' '), '+', ' '), '-', ' ') || ' '";

    private final SqliteFile file;
    private final Table table;

    KeyMerges(SqliteFile file, Table table) {
        this.file = file;
        this.table = table;
    }

    /// How many rows have a key that another row has too, once the column is what was chosen; empty where no two keys can
    /// become equal.
    Optional<Long> rows(ColumnProfile profile, Chosen chosen) {
        String column = Identifier.quote(profile.column.name());
        if (injective(profile, chosen)) {
            return Optional.empty();
        }
        Optional<String> canonical = canonical(column, chosen);
        // SQLite cannot be asked: each of them may be one
        return canonical.isEmpty() ? Optional.of(profile.values()) : merged(profile, column, canonical.get());
    }

    /// The same where SQLite can be asked; empty where it cannot.
    Optional<Long> known(ColumnProfile profile, Chosen chosen) {
        String column = Identifier.quote(profile.column.name());
        return injective(profile, chosen)
                ? Optional.empty()
                : canonical(column, chosen).flatMap(canonical -> merged(profile, column, canonical));
    }

    private Optional<Long> merged(ColumnProfile profile, String column, String canonical) {
        long rows = 0;
        for (List<String> key : keysWith(profile.column.name())) {
            String terms = key.stream()
                    .map(name -> name.equalsIgnoreCase(profile.column.name()) ? canonical : Identifier.quote(name))
                    .collect(Collectors.joining(", "));
            rows = Math.max(rows,
                    count("SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM " + table.sqlName()
                            + " WHERE " + column + " IS NOT NULL GROUP BY " + terms + " HAVING count(*) > 1)"));
        }
        return rows == 0 ? Optional.empty() : Optional.of(rows);
    }

    private static boolean injective(ColumnProfile profile, Chosen chosen) {
        Kind kind = chosen.type().kind();
        // Without case, and without blanks at the end: bpchar pads nothing, so two lengths may be equal.
        boolean merging = kind == Kind.CITEXT || (kind == Kind.CHAR && chosen.type().precision() == 0);
        if (chosen.lossy() || merging) {
            return false;
        }
        return switch (chosen.form()) {
            case ValueForm.Plain _,ValueForm.Quarantined _ ->
                kind != Kind.UUID && kind != Kind.JSONB && !(kind == Kind.NUMERIC && profile.texts() > 0);
            case ValueForm.Words _,ValueForm.Digits _ -> profile.texts() == 0;
            case ValueForm.IsoText(IsoPattern pattern, _) -> TimeTypes.rewritable(profile, pattern) && profile.gap.rows() == 0;
            case ValueForm.AnyAsText _ -> profile.present().size() <= 1;
            case ValueForm.Epoch _ -> profile.reals() == 0;
            case ValueForm.ClassedBytes _,ValueForm.TextBytes _,ValueForm.UuidBytes _,ValueForm.Label _,ValueForm.Escaped _ ->
                true;
            case ValueForm.Stripped _,ValueForm.Transcoded _ -> !profile.unholdableText();
        };
    }

    private static Optional<String> canonical(String column, Chosen chosen) {
        return switch (chosen.form()) {
            case ValueForm.Plain _ when chosen.type().kind() == Kind.UUID ->
                Optional.of("lower(replace(" + column + ", '-', ''))");
            case ValueForm.Words(var trueWords, _) -> Optional.of("lower(CAST(" + column + " AS TEXT)) IN ('1', "
                    + trueWords.stream().map(word -> "lower('" + word.replace("'", "''") + "')").collect(Collectors.joining(", "))
                    + ")");
            case ValueForm.IsoText(IsoPattern pattern, var zone) when zone.isEmpty() && readable(pattern) && !chosen.lossy() ->
                Optional.of("unixepoch(" + column + ") || '.' || " + fraction(column));
            default -> Optional.empty();
        };
    }

    // SQLite's date functions read an offset only with its colon.
    private static boolean readable(IsoPattern pattern) {
        return pattern.zone() != IsoPattern.Zone.OFFSET && pattern.zone() != IsoPattern.Zone.OFFSET_HOURS;
    }

    private static String fraction(String column) {
        String rest = FRACTION_AND_ZONE.formatted(column);
        return "CASE instr(%1$s, '.') WHEN 0 THEN '' ELSE rtrim(substr(%2$s, 1, instr(%2$s, ' ') - 1), '0') END".formatted(column,
                rest);
    }

    /// The primary key and the whole unique indexes that the column is in.
    private List<List<String>> keysWith(String column) {
        List<List<String>> keys = new ArrayList<>();
        keys.add(table.key().stream().map(Table.Column::name).toList());
        table.indexes().stream().filter(Table.Index::unique)
                .map(index -> index.parts().stream().flatMap(part -> part.column().stream()).toList()).forEach(keys::add);
        keys.removeIf(key -> key.stream().noneMatch(column::equalsIgnoreCase));
        return keys;
    }

    private long count(String sql) {
        try {
            return new RowQuestions(file).number(sql);
        } catch (SQLException e) {
            throw file.failed(e, "comparing the keys of table " + table.name());
        }
    }
}
