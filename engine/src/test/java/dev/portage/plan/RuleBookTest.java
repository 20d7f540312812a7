package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Affinity;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleBookTest {
    private static final String HEAD = "portage-plan: 1\ntarget-schema: public\n";

    @Test
    void a_columns_own_word_goes_before_a_later_rule_and_that_before_an_earlier_one() {
        Choices applied = applied("""
                rules:
                  - {match: "*.made", type: timestamp, null-if: [never]}
                  - {match: "A.m?de", type: date}
                  - {declared: "date time", lossy: true}
                  - {match: "b", target-schema: far}
                tables:
                  c: {columns: {made: {form: text}}}
                """);

        assertThat(applied.table("a").column("made").type().orElseThrow().kind()).isEqualTo(Kind.DATE);
        assertThat(applied.table("a").column("made").nullIf()).containsExactly("never");
        assertThat(applied.table("a").column("made").lossy()).isTrue();
        assertThat(applied.table("b").column("made").type().orElseThrow().kind()).isEqualTo(Kind.TIMESTAMP);
        assertThat(applied.table("b").targetSchema()).contains("far");
        assertThat(applied.table("c").column("made").type()).isEmpty();
        assertThat(applied.table("c").column("made").form()).contains("text");
        assertThat(applied.table("c").column("made").nullIf()).containsExactly("never");
        assertThat(applied.table("a").targetSchema()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{match: \"*.gone\", skip: true}", "{match: gone, skip: true}", "{declared: money, skip: true}",
            "{match: \"a.*\", declared: blob, skip: true}"})
    void a_rule_that_fits_nothing_is_refused(String rule) {
        assertThatThrownBy(() -> applied("rules:\n  - {match: \"*\", target-schema: x}\n  - " + rule + "\n"))
                .isInstanceOf(ConfigException.class).hasMessageContaining("rule 2 of plan.yaml")
                .extracting(e -> ((ConfigException) e).code()).isEqualTo("PT-115");
    }

    private static Choices applied(String text) {
        var column = new Table.Column("made", "Date Time", Affinity.NUMERIC, false, "BINARY", Optional.empty(), Optional.empty(),
                0);
        List<Table> tables = List.of("a", "b", "c").stream().map(name -> new Table(name, List.of(column), false, false,
                Optional.empty(), false, OptionalLong.empty(), List.of(), List.of(), List.of(), "")).toList();
        return PlanFile.parse(HEAD + text, false)
                .applied(new Schema("UTF-8", 1, tables, List.of(), List.of(), List.of(), List.of()));
    }
}
