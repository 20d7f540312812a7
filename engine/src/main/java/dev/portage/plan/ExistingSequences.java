package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets the sequences of the application's own tables go on behind every number that is there after the load: the largest
/// of what the sequence has given out, of what lies in each column that draws from it, and of SQLite's counter.
final class ExistingSequences {
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric");

    private final DdlHazards hazards;
    private final Map<Sequence, List<String>> bounds = new LinkedHashMap<>();
    private final Map<Sequence, TablePlan> first = new LinkedHashMap<>();

    private ExistingSequences(DdlHazards hazards) {
        this.hazards = hazards;
    }

    /// One statement for each sequence, though several columns draw from it.
    static List<Ddl.Step> write(List<TablePlan> tables, DdlHazards hazards) {
        var sequences = new ExistingSequences(hazards);
        tables.stream().filter(table -> !table.skip() && table.there().isPresent()).forEach(sequences::collect);
        List<Ddl.Step> steps = new ArrayList<>();
        sequences.bounds.forEach((sequence, bounds) -> steps.add(sequences.step(sequence, bounds)));
        return steps;
    }

    private void collect(TablePlan table) {
        for (TargetTable.Column column : table.there().orElseThrow().columns()) {
            column.sequence().ifPresent(sequence -> collect(table, column, sequence));
        }
    }

    private void collect(TablePlan table, TargetTable.Column column, Sequence sequence) {
        if (!sequence.ascending()) {
            hazards.warn(HazardCode.SEQUENCE_DESCENDING, table, sequence.name(),
                    "the sequence %s of %s.%s counts down; it is left where it stands, so set it by hand".formatted(
                            sequence.name(), table.target(), column.name()));
            return;
        }
        first.putIfAbsent(sequence, table);
        List<String> numbers = bounds.computeIfAbsent(sequence, _ -> new ArrayList<>());
        if (NUMBERS.contains(column.base().name()) && column.base().builtIn() && !column.base().array()) {
            numbers.add("(SELECT pg_catalog.max(%s)::pg_catalog.numeric FROM %s)".formatted(Identifier.quote(column.name()),
                    DdlContext.qualified(table)));
        }
        boolean counted = table.source().rowidAlias().flatMap(table::findColumn)
                .filter(alias -> alias.target().equals(column.name())).isPresent();
        if (counted && table.nextIdentity().isPresent()) {
            numbers.add(String.valueOf(table.nextIdentity().getAsLong()));
        }
    }

    // A sequence that nothing has used and whose tables are empty stays as it is: its first number is still to come.
    private Ddl.Step step(Sequence sequence, List<String> bounds) {
        String name = Identifier.qualified(sequence.schema(), sequence.name());
        List<String> all = new ArrayList<>(
                List.of("(SELECT CASE WHEN is_called THEN last_value END::pg_catalog.numeric FROM %s)".formatted(name)));
        all.addAll(bounds);
        String sql = """
                SELECT pg_catalog.setval(s.seqrelid::pg_catalog.regclass, least(v.n, s.seqmax)::pg_catalog.int8, true)
                FROM pg_catalog.pg_sequence s, (SELECT floor(greatest(%s)) AS n) v
                WHERE s.seqrelid = %s::pg_catalog.regclass AND v.n >= s.seqmin""".formatted(String.join(", ", all),
                Identifier.literal(name));
        TablePlan table = first.get(sequence);
        return new Ddl.Step("sequence", sequence.schema(), sequence.name(),
                table == null ? sequence.name() : table.target(), sql);
    }
}
