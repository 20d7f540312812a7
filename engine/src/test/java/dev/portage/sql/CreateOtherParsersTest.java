package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.sql.IndexText.PartText;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreateOtherParsersTest {
    @Test
    void an_index_tells_parts_collations_directions_and_predicate() {
        IndexText index = CreateIndexParser
                .parse("CREATE UNIQUE INDEX IF NOT EXISTS main.\"i x\" ON [t](lower(v) COLLATE nocase DESC, \"b c\", "
                        + "key ASC, (a + 1), 'q' COLLATE RTRIM) WHERE v IS NOT NULL AND at > '2020' ;");

        assertThat(index).isEqualTo(new IndexText("i x", "t", true,
                List.of(new PartText(Optional.empty(), "lower(v)", Optional.of("NOCASE"), true),
                        new PartText(Optional.of("b c"), "\"b c\"", Optional.empty(), false),
                        new PartText(Optional.of("key"), "key", Optional.empty(), false),
                        new PartText(Optional.empty(), "(a + 1)", Optional.empty(), false),
                        new PartText(Optional.of("q"), "'q'", Optional.of("RTRIM"), false)),
                Optional.of("v IS NOT NULL AND at > '2020'")));
    }

    @Test
    void a_trigger_tells_when_it_fires_and_what_it_does() {
        TriggerText trigger = CreateTriggerParser.parse("""
                CREATE TRIGGER IF NOT EXISTS "t;u" AFTER UPDATE OF a, [b c] ON "t" FOR EACH ROW WHEN NEW.a <> OLD.a AND NEW.b = 'BEGIN'
                BEGIN
                  UPDATE t SET updated_at = CASE WHEN 1 THEN 'x;' END WHERE id = NEW.id; -- ; END
                  SELECT RAISE(ABORT, 'no');
                END;
                """);

        assertThat(trigger).isEqualTo(new TriggerText("t;u", "t", Timing.AFTER, Event.UPDATE, List.of("a", "b c"),
                Optional.of("NEW.a <> OLD.a AND NEW.b = 'BEGIN'"),
                List.of("UPDATE t SET updated_at = CASE WHEN 1 THEN 'x;' END WHERE id = NEW.id", "SELECT RAISE(ABORT, 'no')")));
    }

    @Test
    void a_trigger_without_a_time_fires_before_and_one_of_a_view_instead() {
        assertThat(CreateTriggerParser.parse("CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END").timing())
                .isEqualTo(Timing.BEFORE);
        assertThat(CreateTriggerParser.parse("CREATE TEMP TRIGGER x INSTEAD OF INSERT ON v BEGIN SELECT 1; END").timing())
                .isEqualTo(Timing.INSTEAD_OF);
    }

    @Test
    void a_view_tells_its_columns_and_query() {
        ViewText view = CreateViewParser.parse("CREATE VIEW [Order Subtotals](\"a\", b) AS /* why */ SELECT 1, ';' ;");

        assertThat(view).isEqualTo(new ViewText("Order Subtotals", List.of("a", "b"), "SELECT 1, ';'"));
    }

    @Test
    void statements_of_another_kind_are_refused() {
        assertThatThrownBy(() -> CreateIndexParser.parse("CREATE TABLE t(a)")).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> CreateTriggerParser.parse("CREATE TRIGGER x DELETE ON t BEGIN SELECT 1"))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> CreateViewParser.parse("CREATE VIEW v AS DELETE FROM t")).isInstanceOf(SqlSyntaxException.class);
    }
}
