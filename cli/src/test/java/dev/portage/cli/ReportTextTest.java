package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.observe.Report;
import dev.portage.observe.Report.DifferenceLine;
import dev.portage.observe.Report.HazardLine;
import dev.portage.observe.Report.Sample;
import dev.portage.observe.Report.TableLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static TableLine table(String name, long rows, String verdict, long differences) {
        return new TableLine(name, "app.db", name, rows, rows, rows * 100, 0, Map.of(), verdict, differences, 1.5, List.of());
    }

    private static HazardLine hazard(String code, String severity, List<String> choices) {
        return new HazardLine(code, severity, Optional.of("notes"), Optional.of("body"), Optional.empty(), 5,
                List.of(new Sample(List.of(1L)), new Sample(List.of(2L)), new Sample(List.of(3L)), new Sample(List.of(4L))),
                "5 texts\u001b[2J hold U+0000", choices, Optional.empty());
    }

    private static Report report(String verdict, List<TableLine> tables, List<HazardLine> hazards,
            List<DifferenceLine> differences) {
        return new Report(1, "move", verdict, 0, false, List.of(), new Report.Target("18.6", "public", "", ""), tables, hazards,
                differences, Map.of(), List.of(), new Report.Estimate(0, 0, 0), Optional.empty());
    }

    private static String print(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportText(new PrintStream(out, true, StandardCharsets.UTF_8), Palette.PLAIN).print(report,
                Path.of("app.db.portage/1-plan/plan.yaml"));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void an_equal_move_ends_with_a_table_and_the_verdict() {
        assertThat(print(
                report("equal", List.of(table("users", 12_000, "equal", 0), table("t", 3, "equal", 0)), List.of(), List.of())))
                .isEqualTo("""
                          table    rows   bytes  seconds  verdict
                          users  12,000  1.2 MB     1.50  equal
                          t           3   300 B     1.50  equal

                        Equal. Every value of 12,003 rows in 2 tables was compared, and both sides are equal.
                        """);
    }

    @Test
    void an_open_decision_names_its_choices_and_how_to_answer() {
        assertThat(
                print(report("decisions-needed", List.of(), List.of(hazard("nul-in-text", "blocker", List.of("bytea", "escape"))),
                        List.of())))
                .contains("1 needs you", "nul-in-text  notes.body  5 rows, [1] [2] [3] …", "choices: bytea (suggested), escape",
                        "app.db.portage/1-plan/plan.yaml", "'undecided'", "--accept-suggestions");
    }

    @Test
    void a_decision_without_a_choice_says_so() {
        assertThat(print(
                report("decisions-needed", List.of(), List.of(hazard("too-many-columns", "blocker", List.of())), List.of())))
                .contains("there is no choice").doesNotContain("--accept-suggestions");
    }

    @Test
    void notes_are_counted_and_not_listed() {
        assertThat(print(report("planned", List.of(),
                List.of(hazard("uuid-forms", "note", List.of()), hazard("nocase", "warning", List.of())),
                List.of()))).contains("1 is kept another way", "nocase", "1 note, listed").doesNotContain("uuid-forms");
    }

    @Test
    void a_difference_names_table_key_and_column() {
        DifferenceLine value = new DifferenceLine("notes", List.of(7L), Optional.of("body"), "value", "text", Optional.empty(),
                Optional.empty());
        DifferenceLine missing = new DifferenceLine("notes", List.of("k"), Optional.empty(), "missing", "row", Optional.empty(),
                Optional.empty());

        assertThat(print(report("different", List.of(table("notes", 9, "different", 2)), List.of(), List.of(value, missing))))
                .contains("table notes, key [7], column body: text", "table notes, key [\"k\"]: the row is missing in the target",
                        "different, 2 differences");
    }

    @Test
    void names_cannot_move_the_cursor() {
        assertThat(print(report("planned", List.of(table("a\u001b[2Jb\nc", 1, "planned", 0)),
                List.of(hazard("nocase", "warning", List.of())),
                List.of()))).doesNotContain("\u001b").contains("a\\x1b[2Jb\\nc");
    }
}
