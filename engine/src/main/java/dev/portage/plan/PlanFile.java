package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.plan.Choices.Decision;
import dev.portage.state.WorkDir;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `plan.yaml`: what a person reads and edits. Active keys are a person's choices, so a file in which nothing was edited
/// means the proposal; everything that was found or is proposed stands in comments.
public final class PlanFile {
    private PlanFile() {}

    /// The text of the file for a plan that was made with `choices`.
    public static String render(MigrationPlan plan, Choices choices) {
        return new PlanFileWriter(plan, choices).write();
    }

    /// Writes the file; when this returns it is on disk whole, and before that the old one is.
    ///
    /// @throws dev.portage.UnreachableException PT-360 the disk is full or cannot be written
    public static void write(MigrationPlan plan, Choices choices, Path path) {
        WorkDir.writeDurably(path, render(plan, choices));
    }

    /// What a person chose in the file.
    ///
    /// @param acceptSuggestions whether blockers without an answer take their first choice
    /// @throws ConfigException the file is missing, is no YAML, or says something that it cannot; names the line
    public static Choices read(Path path, boolean acceptSuggestions) {
        return new PlanFileReader().read(PlanFileSyntax.read(path), acceptSuggestions);
    }

    /// As [#read(Path, boolean)], from the text of a plan file.
    public static Choices parse(String text, boolean acceptSuggestions) {
        return new PlanFileReader().read(PlanFileSyntax.ofText(text), acceptSuggestions);
    }

    /// Checks that the file names tables and columns of the source; to be asked before a plan is made.
    ///
    /// @throws ConfigException PT-148: an unknown name, with its line and the nearest name that is known
    public static void checkNames(Path path, Schema schema) {
        var reader = new PlanFileReader();
        Choices choices = reader.read(PlanFileSyntax.read(path), false);
        reader.names().forEach(name -> checkName(name, schema, choices));
    }

    /// Checks what only the plan tells: that the file answers with choices that were offered. An answer to a hazard that
    /// is gone is let be.
    ///
    /// @param plan the plan made with the choices of this file
    /// @throws ConfigException PT-147: a choice that was not offered, with its line and those that were; PT-148 as
    ///         [#checkNames(Path, Schema)]
    public static void check(Path path, MigrationPlan plan) {
        checkNames(path, plan.schema());
        var reader = new PlanFileReader();
        reader.read(PlanFileSyntax.read(path), false);
        reader.decisions().forEach(decision -> checkDecision(decision, plan));
    }

    private static void checkName(PlanFileReader.PlacedName named, Schema schema, Choices choices) {
        Table table = schema.tables().stream().filter(each -> each.name().equals(named.table())).findFirst()
                .orElseThrow(() -> named.place().error(148, "is no table of the source; "
                        + PlanFileNode.meant(named.table(), schema.tables().stream().map(Table::name).toList())));
        List<String> columns = new ArrayList<>(table.columns().stream().map(Table.Column::name).toList());
        columns.addAll(choices.table(table.name()).values().keySet());
        named.column().filter(column -> !columns.contains(column)).ifPresent(column -> {
            throw named.place().error(148, "is no column of the table; " + PlanFileNode.meant(column, columns));
        });
    }

    private static void checkDecision(PlanFileReader.PlacedDecision placed, MigrationPlan plan) {
        Decision decision = placed.decision();
        for (Hazard hazard : plan.hazards()) {
            if (answers(decision, hazard) && !offered(decision.choice(), hazard.choices())) {
                throw placed.place().error(147, "is '%s'; it must be one of %s".formatted(PlanFileText.comment(decision.choice()),
                        hazard.choices().isEmpty() ? "nothing: it cannot be chosen" : String.join(", ", hazard.choices())));
            }
        }
    }

    /// True where `decision` is the answer to `hazard`.
    static boolean answers(Decision decision, Hazard hazard) {
        return decision.code() == hazard.code() && decision.table().equals(hazard.table())
                && decision.column().equals(hazard.column()) && decision.subject().equals(hazard.subject());
    }

    // `transcode:CHARSET` stands for any character set.
    private static boolean offered(String choice, List<String> choices) {
        return choices.contains(choice)
                || (choice.startsWith("transcode:") && choices.stream().anyMatch(c -> c.startsWith("transcode")));
    }
}
