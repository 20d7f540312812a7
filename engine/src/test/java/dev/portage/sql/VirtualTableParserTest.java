package dev.portage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.sql.VirtualTableText.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VirtualTableParserTest {
    @Test
    void full_text_tells_columns_and_options() {
        VirtualTableText text = VirtualTableParser.parse("""
                CREATE VIRTUAL TABLE IF NOT EXISTS "my docs" USING FTS5(title, [the body] , author UNINDEXED,
                  tokenize = "unicode61 remove_diacritics 0 tokenchars '-_'", content=docs, content_rowid='id', prefix='2 3');
                """);

        assertThat(text).isEqualTo(new VirtualTableText("my docs", "fts5",
                List.of(new Column("title", true), new Column("the body", true), new Column("author", false)),
                Map.of("tokenize", "unicode61 remove_diacritics 0 tokenchars '-_'", "content", "docs", "content_rowid", "id",
                        "prefix", "2 3")));
    }

    @Test
    void the_older_modules_and_trees_are_read_too() {
        VirtualTableText old = VirtualTableParser
                .parse("CREATE VIRTUAL TABLE t USING fts4(a TEXT NOT NULL, b, tokenize=porter, notindexed=b, content=\"\")");

        assertThat(old.columns()).containsExactly(new Column("a", true), new Column("b", false));
        assertThat(old.options()).containsEntry("content", "").containsEntry("tokenize", "porter");
        assertThat(VirtualTableParser.parse("CREATE VIRTUAL TABLE t USING rtree(id, x0, x1, +label TEXT)").columns())
                .extracting(Column::name).containsExactly("id", "x0", "x1", "label");
        assertThat(VirtualTableParser.parse("CREATE VIRTUAL TABLE t USING fts3").columns()).isEmpty();
    }

    @Test
    void other_statements_are_refused() {
        assertThatThrownBy(() -> VirtualTableParser.parse("CREATE TABLE t(a)")).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> VirtualTableParser.parse("CREATE VIRTUAL TABLE t USING fts5(a"))
                .isInstanceOf(SqlSyntaxException.class);
    }
}
