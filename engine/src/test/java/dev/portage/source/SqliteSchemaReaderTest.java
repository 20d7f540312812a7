package dev.portage.source;

import static dev.portage.source.SqliteFixtures.sqlite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.portage.SourceException;
import dev.portage.schema.Affinity;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaReaderTest {
    @TempDir
    Path folder;

    private Schema read(String... statements) throws SQLException {
        try (var file = SqliteFile.openPrivate(sqlite(folder.resolve("x.db"), statements))) {
            return SqliteSchemaReader.read(file);
        }
    }

    private Table table(String... statements) throws SQLException {
        return read(statements).tables().getFirst();
    }

    @Test
    void columns_come_with_type_affinity_default_collation_and_generated_expression() throws Exception {
        Table table = table("""
                CREATE TABLE "a b"(id INTEGER PRIMARY KEY, n VARCHAR(9) NOT NULL DEFAULT 'x''y' COLLATE nocase, d FLOATING POINT,
                  g AS (n || '(' || id), s INTEGER GENERATED ALWAYS AS (id * 2) STORED, "odd ""name")
                """);

        assertThat(table.name()).isEqualTo("a b");
        assertThat(table.columns()).containsExactly(
                new Table.Column("id", "INTEGER", Affinity.INTEGER, true, "BINARY", Optional.empty(), Optional.empty(), 1),
                new Table.Column("n", "VARCHAR(9)", Affinity.TEXT, true, "NOCASE", Optional.of("'x''y'"), Optional.empty(), 0),
                new Table.Column("d", "FLOATING POINT", Affinity.INTEGER, false, "BINARY", Optional.empty(), Optional.empty(), 0),
                new Table.Column("g", "", Affinity.BLOB, false, "BINARY", Optional.empty(),
                        Optional.of(new Table.Generated("n || '(' || id", false)), 0),
                new Table.Column("s", "INTEGER", Affinity.INTEGER, false, "BINARY", Optional.empty(),
                        Optional.of(new Table.Generated("id * 2", true)), 0),
                new Table.Column("odd \"name", "", Affinity.BLOB, false, "BINARY", Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void only_a_true_rowid_alias_counts_as_one() throws Exception {
        Schema schema = read("CREATE TABLE yes1(a integer primary key)", "CREATE TABLE yes2(a INTEGER, PRIMARY KEY(a DESC))",
                "CREATE TABLE yes3(a Integer, b, CONSTRAINT k PRIMARY KEY(a))", "CREATE TABLE no1(a INTEGER PRIMARY KEY DESC)",
                "CREATE TABLE no2(a INT PRIMARY KEY)", "CREATE TABLE no3(a INTEGER, b, PRIMARY KEY(a, b))",
                "CREATE TABLE no4(a INTEGER PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE no5(a INTEGER)",
                "CREATE TABLE no6(a INTEGER(8) PRIMARY KEY)");

        assertThat(schema.tables().stream().filter(t -> t.rowidAlias().isPresent()).map(Table::name)).containsExactly("yes1",
                "yes2",
                "yes3");
    }

    @Test
    void key_columns_count_as_not_null_only_where_sqlite_sees_to_it() throws Exception {
        Schema schema = read("CREATE TABLE plain(a TEXT PRIMARY KEY)", "CREATE TABLE alias(a INTEGER PRIMARY KEY)",
                "CREATE TABLE bare(a TEXT PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE strict(a TEXT PRIMARY KEY) STRICT");

        assertThat(schema.tables())
                .extracting(Table::name, t -> t.columns().getFirst().notNull(), Table::withoutRowid, Table::strict)
                .containsExactly(tuple("plain", false, false, false), tuple("alias", true, false, false),
                        tuple("bare", true, true, false), tuple("strict", true, false, true));
    }

    @Test
    void the_counter_of_an_autoincrement_table_is_read() throws Exception {
        Schema schema = read("CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO t VALUES (500)", "DELETE FROM t",
                "CREATE TABLE u(a INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE v(a INTEGER PRIMARY KEY)");

        assertThat(schema.tables()).extracting(Table::name, Table::autoincrement, Table::sequence).containsExactly(
                tuple("t", true, OptionalLong.of(500)), tuple("u", true, OptionalLong.empty()),
                tuple("v", false, OptionalLong.empty()));
    }

    @Test
    void foreign_keys_stand_in_the_order_of_the_text_with_their_targets_found() throws Exception {
        Schema schema = read("CREATE TABLE parent(x, Y, PRIMARY KEY(Y, x))", "CREATE TABLE nokey(z UNIQUE)", """
                CREATE TABLE child(a REFERENCES nokey(Z) ON DELETE CASCADE, b, c,
                  CONSTRAINT implicit FOREIGN KEY(b, c) REFERENCES PARENT DEFERRABLE INITIALLY DEFERRED,
                  FOREIGN KEY(a) REFERENCES nokey, FOREIGN KEY(a) REFERENCES missing(q),
                  FOREIGN KEY(c, b) REFERENCES parent(x, y) ON UPDATE SET NULL, FOREIGN KEY(a) REFERENCES child(nowhere))
                """);

        assertThat(schema.findTable("child").orElseThrow().foreignKeys()).containsExactly(
                key(Optional.empty(), List.of("a"), "nokey", List.of("z"), "NO ACTION", "CASCADE", false),
                key(Optional.of("implicit"), List.of("b", "c"), "parent", List.of("Y", "x"), "NO ACTION", "NO ACTION", true),
                key(Optional.empty(), List.of("a"), "nokey", List.of(), "NO ACTION", "NO ACTION", false),
                key(Optional.empty(), List.of("a"), "missing", List.of("q"), "NO ACTION", "NO ACTION", false),
                key(Optional.empty(), List.of("c", "b"), "parent", List.of("x", "Y"), "SET NULL", "NO ACTION", false),
                key(Optional.empty(), List.of("a"), "child", List.of(), "NO ACTION", "NO ACTION", false));
    }

    private static Table.ForeignKey key(Optional<String> name, List<String> columns, String parent, List<String> parents,
            String onUpdate, String onDelete, boolean deferred) {
        return new Table.ForeignKey(name, columns, parent, parents, onUpdate, onDelete, deferred, deferred);
    }

    @Test
    void indexes_come_with_origin_expressions_and_predicate() throws Exception {
        Table table = table("CREATE TABLE t(a TEXT PRIMARY KEY, b UNIQUE, c)",
                "CREATE UNIQUE INDEX \"i 1\" ON t(c COLLATE NOCASE DESC, lower(b)) WHERE c > 'WHERE ('",
                "CREATE INDEX i2 ON t(a, c)");

        assertThat(table.indexes()).containsExactly(
                new Table.Index("sqlite_autoindex_t_1", true, Table.Index.Origin.PRIMARY_KEY,
                        List.of(column("a", false, "BINARY")),
                        Optional.empty()),
                new Table.Index("sqlite_autoindex_t_2", true, Table.Index.Origin.UNIQUE, List.of(column("b", false, "BINARY")),
                        Optional.empty()),
                new Table.Index("i 1", true, Table.Index.Origin.CREATE_INDEX,
                        List.of(column("c", true, "NOCASE"),
                                new Table.Part(Optional.empty(), Optional.of("lower(b)"), false, "BINARY")),
                        Optional.of("c > 'WHERE ('")),
                new Table.Index("i2", false, Table.Index.Origin.CREATE_INDEX,
                        List.of(column("a", false, "BINARY"), column("c", false, "BINARY")), Optional.empty()));
    }

    private static Table.Part column(String name, boolean descending, String collation) {
        return new Table.Part(Optional.of(name), Optional.empty(), descending, collation);
    }

    @Test
    void checks_come_with_their_names() throws Exception {
        assertThat(table("CREATE TABLE t(a CHECK (a > 0), b, CONSTRAINT \"both\" CHECK (a < b AND b <> ')'))").checks())
                .containsExactly(new Table.Check(Optional.empty(), "a > 0"),
                        new Table.Check(Optional.of("both"), "a < b AND b <> ')'"));
    }

    @Test
    void tables_of_virtual_tables_of_sqlite_and_of_portage_are_not_the_applications() throws Exception {
        Schema schema = read("CREATE VIRTUAL TABLE docs USING fts5(body)",
                "CREATE VIRTUAL TABLE \"geo box\" USING rtree(id, a, b)",
                "CREATE TABLE docs_authors(a)", "CREATE TABLE _portage_log(a)",
                "CREATE TABLE n(a INTEGER PRIMARY KEY AUTOINCREMENT)",
                "INSERT INTO n VALUES (1)", "ANALYZE");

        assertThat(schema.tables()).extracting(Table::name).as("and those with rows of their own")
                .containsExactly("docs_authors", "n", "docs", "geo box");
        assertThat(schema.findTable("docs").orElseThrow().columns()).extracting(Table.Column::name, Table.Column::keyPosition)
                .containsExactly(tuple("rowid", 1), tuple("body", 0));
        assertThat(schema.findTable("geo box").orElseThrow().rowidAlias()).contains("id");
        assertThat(schema.virtualTables()).extracting(Schema.VirtualTable::name, Schema.VirtualTable::module)
                .containsExactly(tuple("docs", "fts5"), tuple("geo box", "rtree"));
        assertThat(schema.shadowTables()).containsExactlyInAnyOrder("docs_data", "docs_idx", "docs_content", "docs_docsize",
                "docs_config", "geo box_node", "geo box_rowid", "geo box_parent");
    }

    @Test
    void full_text_without_texts_of_its_own_is_no_table_and_a_foreign_tokenizer_is_told() throws Exception {
        Schema schema = read("CREATE TABLE t(id INTEGER PRIMARY KEY, a)",
                "CREATE VIRTUAL TABLE beside USING fts5(a, content='t', content_rowid='id')",
                "CREATE VIRTUAL TABLE bare USING fts5(a, content='')", "CREATE VIRTUAL TABLE own USING fts4(a, tokenize=simple)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE own USING fts4(a, tokenize=mine)' WHERE name = 'own'");

        assertThat(schema.tables()).extracting(Table::name).containsExactly("t");
        assertThat(schema.virtualTables()).extracting(Schema.VirtualTable::name, v -> v.broken().isPresent())
                .containsExactly(tuple("beside", false), tuple("bare", false), tuple("own", true));
    }

    @Test
    void the_store_of_a_virtual_table_whose_module_is_missing_is_known_by_its_names() throws Exception {
        Schema schema = read("CREATE TABLE items_chunks(a)", "CREATE TABLE items_vector_chunks00(a)",
                "CREATE TABLE items_owner(a)",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) VALUES ('table', 'items', 'items', 0, "
                        + "'CREATE VIRTUAL TABLE items USING vec0(embedding float[4])')");

        assertThat(schema.tables()).extracting(Table::name).containsExactly("items_owner");
        assertThat(schema.virtualTables()).extracting(Schema.VirtualTable::module).containsExactly("vec0");
    }

    @Test
    void a_broken_view_is_named_and_stops_nothing() throws Exception {
        Schema schema = read("CREATE TABLE t(a)", "CREATE TABLE gone(a)", "CREATE VIEW good AS SELECT a FROM t",
                "CREATE VIEW bad AS SELECT a FROM gone", "CREATE VIEW worse AS SELECT no_such_function(a) FROM t",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END", "DROP TABLE gone");

        assertThat(schema.tables()).extracting(Table::name).containsExactly("t");
        assertThat(schema.views()).extracting(Schema.View::name, v -> v.broken().isPresent()).containsExactly(
                tuple("good", false),
                tuple("bad", true), tuple("worse", true));
        assertThat(schema.views().get(1).broken().orElseThrow()).contains("no such table: main.gone");
        assertThat(schema.triggers()).extracting(Schema.Trigger::name, Schema.Trigger::table).containsExactly(tuple("g", "t"));
    }

    @Test
    void a_view_that_would_run_for_ever_is_not_run() throws Exception {
        Schema schema = read(
                "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n");

        assertThat(schema.views()).singleElement().satisfies(view -> assertThat(view.broken()).isEmpty());
    }

    @Test
    void hostile_names_are_only_names() throws Exception {
        String[] names = {"semi; DROP TABLE victim; --", "quote\"s", "it's", "100%s", "$dollar", "", "SELECT", "läßt 😀", "a.b"};
        var statements = new java.util.ArrayList<String>(List.of("CREATE TABLE victim(a)"));
        for (String name : names) {
            if (!name.isEmpty()) {
                String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
                statements.add("CREATE TABLE %s(%s INTEGER PRIMARY KEY, \"b\" UNIQUE)".replace("%s", quoted));
            }
        }
        Schema schema = read(statements.toArray(String[]::new));

        assertThat(schema.tables()).hasSize(names.length).allSatisfy(t -> assertThat(t.columns()).isNotEmpty());
        assertThat(schema.findTable("quote\"s").orElseThrow().rowidAlias()).contains("quote\"s");
    }

    @Test
    void encoding_and_version_are_told() throws Exception {
        Schema schema = read("PRAGMA encoding='UTF-16be'", "CREATE TABLE t(a)", "CREATE TABLE u(a)");

        assertThat(schema.encoding()).isEqualTo("UTF-16be");
        assertThat(schema.schemaVersion()).isEqualTo(2);
    }

    @Test
    void a_schema_that_sqlite_itself_cannot_read_is_an_error() throws Exception {
        assertThatThrownBy(() -> read("CREATE TABLE t(a)", "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a' WHERE name = 't'")).isInstanceOf(SourceException.class)
                .hasMessageContaining("malformed database schema");
    }

    @Test
    void a_table_of_2000_columns_is_read() throws Exception {
        var sql = new StringBuilder("CREATE TABLE wide(c0");
        for (int i = 1; i < 2000; i++) {
            sql.append(", c").append(i).append(" INTEGER CHECK (c").append(i).append(" > 0)");
        }

        Table wide = table(sql.append(")").toString());

        assertThat(wide.columns()).hasSize(2000);
        assertThat(wide.checks()).hasSize(1999);
    }
}
