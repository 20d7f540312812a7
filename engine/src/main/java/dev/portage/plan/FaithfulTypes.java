package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.StorageClass;
import dev.portage.schema.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Types from which a driver gives back what SQLite gave: texts that tell a time, JSON and UUIDs stay texts, truth values 0
/// and 1, counts of time numbers. Whole numbers become integer where all fit, for drivers give bigint and numeric as text.
///
/// Source: the usual forms of node-postgres (pg-types): int2, int4 and float8 are numbers, int8 and numeric texts.
final class FaithfulTypes {
    private static final int SHOWN_COLUMNS = 5;

    private FaithfulTypes() {}

    /// The type and form of the column; what no one type holds is asked about as with native types.
    static Chosen choose(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        boolean numbers = profile.texts() == 0 && profile.blobs() == 0;
        boolean texts = profile.values() == 0 || profile.only(StorageClass.TEXT);
        Chosen chosen = switch (profile.declared.meaning()) {
            case BOOLEAN -> numbers ? number(question) : texts ? text(question) : OtherTypes.bool(question);
            case JSON -> texts ? text(question) : OtherTypes.json(question);
            case TIME -> texts ? text(question) : numbers ? number(question) : TimeTypes.choose(question);
            case NUMBER, DECIMAL -> numbers && !profile.declared.misleading()
                    ? number(question)
                    : NumberTypes.choose(question);
            case TEXT, LIMITED_TEXT, UUID, ANY -> TypeChooser.byMeaning(question);
        };
        return chosen.type().kind() == Kind.BIGINT && fits(profile)
                ? new Chosen(TargetType.of(Kind.INTEGER), chosen.form(), chosen.nullIf(), chosen.lossy(), chosen.makesNull())
                : chosen;
    }

    private static Chosen text(ColumnQuestion question) {
        return TextTypes.texts(question, TypeChooser.text());
    }

    private static Chosen number(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        return switch (profile.column.affinity()) {
            case INTEGER, REAL -> NumberTypes.choose(question);
            case NUMERIC, TEXT, BLOB -> {
                boolean whole = profile.declared.meaning() != DeclaredType.Meaning.DECIMAL && profile.reals() == 0;
                yield Chosen.plain(whole ? Kind.BIGINT : profile.inexactIntegers == 0 ? Kind.DOUBLE_PRECISION : Kind.NUMERIC);
            }
        };
    }

    // An empty column that is declared big stays big.
    private static boolean fits(ColumnProfile profile) {
        if (profile.integers() == 0) {
            String declared = profile.column.declaredType().toUpperCase(java.util.Locale.ROOT);
            return !declared.contains("BIG") && !declared.contains("INT8");
        }
        return profile.smallest >= Integer.MIN_VALUE && profile.largest <= Integer.MAX_VALUE;
    }

    /// The same, but bigint where the counter of the table is beyond integer although its rows are not.
    static Chosen counting(ColumnQuestion question, Chosen chosen, Table table) {
        boolean beyond = table.sequence().orElse(0) >= Integer.MAX_VALUE && question.choice().type().isEmpty()
                && table.rowidAlias().filter(question.profile().column.name()::equalsIgnoreCase).isPresent();
        return beyond && chosen.type().kind() == Kind.INTEGER ? Chosen.plain(Kind.BIGINT) : chosen;
    }

    /// What was found in the column, with the limit of a counter that is an integer.
    static String evidence(ColumnProfile profile, Chosen chosen, boolean identity) {
        return profile.evidence() + (identity && chosen.type().kind() == Kind.INTEGER
                ? "; its next numbers end at %,d".formatted(Integer.MAX_VALUE)
                : "");
    }

    /// Names once a type the columns whose values a driver gives in another form than SQLite did, and what asks for counts.
    static void sayDriverForms(List<TablePlan> tables, HazardList hazards) {
        Map<Kind, List<String>> columns = new EnumMap<>(Kind.class);
        tables.stream().filter(table -> !table.skip()).forEach(table -> table.compared().stream()
                .filter(column -> apart(column.mapping().type().kind(), column.mapping().form()))
                .forEach(column -> columns.computeIfAbsent(column.mapping().type().kind(), _ -> new java.util.ArrayList<>())
                        .add(table.source().name() + "." + column.source().name())));
        columns.forEach((kind, names) -> tell(hazards, kind.sqlName(),
                "%s: node-postgres gives these as texts, so that no digit is lost; set a type parser, or CAST in the query"
                        .formatted(list(names))));
        tell(hazards, "count(*)", "count(*) is bigint, and a sum of integers too: node-postgres gives them as texts; "
                + "CAST(count(*) AS integer) gives a number");
    }

    private static boolean apart(Kind kind, ValueForm form) {
        boolean plain = form instanceof ValueForm.Plain || form instanceof ValueForm.Quarantined;
        return plain && (kind == Kind.BIGINT || kind == Kind.NUMERIC);
    }

    private static void tell(HazardList hazards, String subject, String message) {
        hazards.tell(HazardCode.DRIVER_FORM, HazardList.Place.ofFile(Optional.of(subject)), HazardList.Rows.NONE, message);
    }

    private static String list(List<String> names) {
        int more = names.size() - SHOWN_COLUMNS;
        return String.join(", ", names.subList(0, Math.min(SHOWN_COLUMNS, names.size())))
                + (more > 0 ? " and %,d more".formatted(more) : "");
    }

}
