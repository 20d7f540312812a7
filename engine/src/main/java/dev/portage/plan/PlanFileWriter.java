package dev.portage.plan;

import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.Decision;
import dev.portage.plan.Choices.TableChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Writes plan.yaml: choices as keys, everything else as comments beside them.
final class PlanFileWriter {
    private static final int LONGEST_KEY = 900;

    private final StringBuilder out = new StringBuilder();
    private final MigrationPlan plan;
    private final Choices choices;
    private final Map<Place, List<Hazard>> hazards = new LinkedHashMap<>();
    private final Map<Asked, Hazard> asked = new HashMap<>();

    /// Where a hazard is told: under a column, a table, or at the end.
    private record Place(Optional<String> table, Optional<String> column) {}

    private record Asked(HazardCode code, Optional<String> table, Optional<String> column, Optional<String> subject) {}

    PlanFileWriter(MigrationPlan plan, Choices choices) {
        this.plan = plan;
        this.choices = choices;
        Set<Place> known = new LinkedHashSet<>();
        for (TablePlan table : plan.tables()) {
            known.add(new Place(Optional.of(table.source().name()), Optional.empty()));
            table.columns()
                    .forEach(c -> known.add(new Place(Optional.of(table.source().name()), Optional.of(c.source().name()))));
        }
        for (Hazard hazard : plan.hazards()) {
            // The same question is asked once.
            if (asked.putIfAbsent(new Asked(hazard.code(), hazard.table(), hazard.column(), hazard.subject()), hazard) == null) {
                hazards.computeIfAbsent(place(hazard, known), _ -> new ArrayList<>()).add(hazard);
            }
        }
    }

    private static Place place(Hazard hazard, Set<Place> known) {
        var exact = new Place(hazard.table(), hazard.subject().isPresent() ? Optional.empty() : hazard.column());
        var table = new Place(hazard.table(), Optional.empty());
        return known.contains(exact) ? exact : known.contains(table) ? table : new Place(Optional.empty(), Optional.empty());
    }

    String write() {
        header();
        out.append(PlanFileHead.text(choices));
        invariants();
        line(0, "tables:");
        for (TablePlan table : plan.tables()) {
            table(table);
        }
        forgotten();
        List<Hazard> elsewhere = at(Optional.empty(), Optional.empty());
        tell(0, elsewhere);
        List<Hazard> questions = elsewhere.stream().filter(PlanFileWriter::asks).toList();
        List<Decision> stale = choices.decisions().stream()
                .filter(d -> !asked.containsKey(new Asked(d.code(), d.table(), d.column(), d.subject()))).toList();
        if (!questions.isEmpty() || !stale.isEmpty()) {
            line(0, "decisions:");
            questions.forEach(hazard -> listed(2, hazard, true));
            stale.forEach(decision -> line(2, "# nothing of this kind was found; the next line may be deleted\n  "
                    + item(decision, true)));
        }
        return out.toString();
    }

    private void header() {
        long open = plan.open().size();
        line(0, "# Portage's plan for %s: what will arrive in PostgreSQL and what somebody must decide."
                .formatted(PlanFileText.comment(plan.sourceId())));
        line(0, "# Put one of the offered words for each 'undecided'. To change a proposal, take away the '# ' before it and edit it.");
        line(0, "# Then type the same command again. Keys without '#' are choices; all behind '#' was found or is proposed.");
        line(0, "# %s to take, %s taken, %s, %s.".formatted(count(open, "decision"),
                plan.hazards().stream().filter(hazard -> hazard.chosen().isPresent()).count(),
                count(of(Severity.WARNING), "warning"), count(of(Severity.NOTE), "note")));
        line(0, "portage-plan: 1");
        line(0, "source: " + PlanFileText.name(plan.sourceId()));
        line(0, "# the plan as it was written: " + PlanFileText.comment(plan.hash()));
    }

    private long of(Severity severity) {
        return plan.hazards().stream().filter(hazard -> hazard.code().severity() == severity).count();
    }

    private static String count(long number, String thing) {
        return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }

    private void invariants() {
        if (choices.invariants().isEmpty()) {
            line(0, "# invariants:                 # pairs of queries that must give equal rows on both sides");
            line(0, "#   - name: money");
            line(0, "#     sqlite: SELECT sum(cents) FROM accounts");
            line(0, "#     postgresql: SELECT sum(cents) FROM accounts");
            return;
        }
        line(0, "invariants:");
        for (MigrationPlan.Invariant invariant : choices.invariants()) {
            line(2, "- name: " + PlanFileText.quoted(invariant.name()));
            line(4, "sqlite: " + PlanFileText.paragraph(invariant.sqlite(), 6));
            line(4, "postgresql: " + PlanFileText.paragraph(invariant.postgresql(), 6));
        }
    }

    private void table(TablePlan table) {
        String name = table.source().name();
        TableChoice choice = choices.table(name);
        block(2, name);
        line(4, "# %s, %,d bytes".formatted(count(table.rows(), "row"), table.bytes()));
        either(4, "target", choice.rename(), table.target());
        choice.targetSchema().ifPresent(schema -> line(4, "target-schema: " + PlanFileText.name(schema)));
        if (choice.skip()) {
            line(4, "skip: true");
        } else if (table.skip()) {
            line(4, "# skip: true");
        }
        if (table.skip() && !choice.skip()) {
            line(4, "# skip: true                 # by a rule");
        }
        values(choice);
        List<Hazard> here = at(Optional.of(name), Optional.empty());
        tell(4, here);
        decide(4, here.stream().filter(PlanFileWriter::asks).filter(h -> h.column().isEmpty() && h.subject().isEmpty()).toList());
        line(4, "columns:");
        for (ColumnPlan column : table.columns()) {
            column(name, column, choice.column(column.source().name()));
        }
        Set<String> known = table.columns().stream().map(column -> column.source().name()).collect(Collectors.toSet());
        forgottenColumns(choice, known);
        List<Hazard> listed = here.stream().filter(PlanFileWriter::asks)
                .filter(h -> h.column().isPresent() || h.subject().isPresent()).toList();
        if (!listed.isEmpty()) {
            line(4, "decisions:");
            listed.forEach(hazard -> listed(6, hazard, false));
        }
    }

    private void values(TableChoice choice) {
        if (!choice.values().isEmpty()) {
            line(4, "values:");
            new TreeMap<>(choice.values()).forEach((column, sql) -> entry(6, column, PlanFileText.paragraph(sql, 8)));
        }
    }

    private void column(String table, ColumnPlan column, ColumnChoice choice) {
        block(6, column.source().name());
        line(8, "# " + PlanFileText.comment(column.evidence()));
        String type = column.mapping().type().sql();
        String form = PlanFileWords.of(column.mapping().form());
        line(8, choice.type().map(chosen -> "type: " + PlanFileText.value(chosen.sql()))
                .orElse("# type: " + PlanFileText.value(type)));
        if (choice.form().isPresent() || !form.equals("plain")) {
            line(8, choice.form().map(chosen -> "form: " + PlanFileText.value(chosen))
                    .orElse("# form: " + PlanFileText.value(form)));
        }
        if (!column.target().equals(column.source().name()) || choice.rename().isPresent()) {
            either(8, "rename", choice.rename(), column.target());
        }
        chosen(choice);
        List<Hazard> here = at(Optional.of(table), Optional.of(column.source().name()));
        tell(8, here);
        decide(8, here.stream().filter(PlanFileWriter::asks).toList());
    }

    private void chosen(ColumnChoice choice) {
        choice.zone().ifPresent(zone -> line(8, "zone: " + PlanFileText.value(zone.getId())));
        list("true", choice.trueWords());
        list("false", choice.falseWords());
        choice.nul().ifPresent(nul -> line(8, "nul: " + PlanFileText.value(nul)));
        choice.invalidUtf8().ifPresent(invalid -> line(8, "invalid-utf8: " + PlanFileText.value(invalid)));
        list("null-if", choice.nullIf());
        if (choice.skip()) {
            line(8, "skip: true");
        }
        if (choice.lossy()) {
            line(8, "lossy: true");
        }
    }

    private void list(String key, List<String> texts) {
        if (!texts.isEmpty()) {
            line(8, texts.stream().map(PlanFileText::quoted).collect(Collectors.joining(", ", key + ": [", "]")));
        }
    }

    // Choices for what is not in the source stay, so that the check can name them instead of losing them.
    private void forgotten() {
        Set<String> known = plan.tables().stream().map(table -> table.source().name()).collect(Collectors.toSet());
        for (String name : new TreeSet<>(choices.tables().keySet())) {
            TableChoice choice = choices.table(name);
            if (!known.contains(name)) {
                block(2, name);
                line(4, "# not in the source");
                choice.rename().ifPresent(target -> line(4, "target: " + PlanFileText.name(target)));
                choice.targetSchema().ifPresent(schema -> line(4, "target-schema: " + PlanFileText.name(schema)));
                if (choice.skip()) {
                    line(4, "skip: true");
                }
                values(choice);
                if (!choice.columns().isEmpty()) {
                    line(4, "columns:");
                    forgottenColumns(choice, Set.of());
                }
            }
        }
    }

    private void forgottenColumns(TableChoice table, Set<String> known) {
        for (String name : new TreeSet<>(table.columns().keySet())) {
            if (!known.contains(name)) {
                ColumnChoice choice = table.column(name);
                block(6, name);
                line(8, "# not in the source");
                choice.type().ifPresent(type -> line(8, "type: " + PlanFileText.value(type.sql())));
                choice.form().ifPresent(form -> line(8, "form: " + PlanFileText.value(form)));
                choice.rename().ifPresent(target -> line(8, "rename: " + PlanFileText.name(target)));
                chosen(choice);
            }
        }
    }

    private void either(int indent, String key, Optional<String> chosen, String proposed) {
        line(indent, chosen.map(name -> key + ": " + PlanFileText.name(name))
                .orElse("# " + key + ": " + PlanFileText.name(proposed)));
    }

    private List<Hazard> at(Optional<String> table, Optional<String> column) {
        return hazards.getOrDefault(new Place(table, column), List.of());
    }

    private static boolean asks(Hazard hazard) {
        return hazard.code().severity() == Severity.BLOCKER && !hazard.choices().isEmpty();
    }

    // Warnings, and blockers that leave no choice; the others are told where they are answered.
    private void tell(int indent, List<Hazard> here) {
        for (Hazard hazard : here) {
            if (!asks(hazard) && hazard.code().severity() != Severity.NOTE) {
                String subject = hazard.subject().map(text -> " (" + text + ")").orElse("");
                line(indent, "# %s %s%s: %s".formatted(hazard.code().severity().word(), hazard.code().code(),
                        PlanFileText.comment(subject), PlanFileText.comment(hazard.message())));
            }
        }
    }

    private void decide(int indent, List<Hazard> questions) {
        if (questions.isEmpty()) {
            return;
        }
        line(indent, "decide:");
        for (Hazard hazard : questions) {
            line(indent + 2, "# %s: %s".formatted(count(hazard.rows(), "row"), PlanFileText.comment(hazard.message())));
            line(indent + 2,
                    "%s: %s    # %s".formatted(hazard.code().code(), PlanFileText.value(answer(hazard)), offered(hazard)));
        }
    }

    private void listed(int indent, Hazard hazard, boolean withTable) {
        line(indent, "# %s: %s".formatted(count(hazard.rows(), "row"), PlanFileText.comment(hazard.message())));
        var decision = new Decision(hazard.code(), hazard.table(), hazard.column(), hazard.subject(), answer(hazard));
        line(indent, item(decision, withTable) + "    # " + offered(hazard));
    }

    private static String item(Decision decision, boolean withTable) {
        List<String> parts = new ArrayList<>();
        parts.add("code: " + decision.code().code());
        decision.table().filter(_ -> withTable).ifPresent(table -> parts.add("table: " + PlanFileText.quoted(table)));
        decision.column().ifPresent(column -> parts.add("column: " + PlanFileText.quoted(column)));
        decision.subject().ifPresent(subject -> parts.add("subject: " + PlanFileText.quoted(subject)));
        parts.add("choice: " + PlanFileText.name(decision.choice()));
        return "- {" + String.join(", ", parts) + "}";
    }

    private static String answer(Hazard hazard) {
        return hazard.chosen().orElse(PlanFileReader.UNDECIDED);
    }

    private static String offered(Hazard hazard) {
        return PlanFileText.comment(String.join(" | ", hazard.choices()));
    }

    // YAML wants `?` before a key that is longer than 1,024 characters.
    private void block(int indent, String name) {
        String key = PlanFileText.name(name);
        line(indent, key.length() <= LONGEST_KEY ? key + ":" : "? " + key + "\n" + " ".repeat(indent) + ":");
    }

    private void entry(int indent, String name, String value) {
        String key = PlanFileText.name(name);
        line(indent, key.length() <= LONGEST_KEY
                ? key + ": " + value
                : "? " + key + "\n" + " ".repeat(indent) + ": " + value);
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
