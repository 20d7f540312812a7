package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of triggers; that they do the same is proven on servers by `TriggersIT`.
class DdlTriggersTest {
    private static final String TABLES = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER, at TEXT, u TEXT UNIQUE, gone TEXT, g INTEGER AS (n + 1) STORED,
              r INTEGER REFERENCES p (id));
            CREATE UNIQUE INDEX live ON t (lower(a)) WHERE gone IS NULL;
            CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, n INTEGER);
            CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE, code TEXT REFERENCES p (code) ON UPDATE CASCADE);
            CREATE TABLE k (k TEXT PRIMARY KEY, v TEXT);
            CREATE TABLE bare (v TEXT);
            CREATE VIEW seen AS SELECT id FROM t;
            """;

    @TempDir
    private Path folder;

    private DdlWriter.Result write(String... triggers) {
        return DdlDrafts.of(folder, TABLES + String.join(";\n", triggers) + ";").write();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', value = {
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = 'x'; END @ may write other rows",
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = 'x' WHERE a = NEW.a; END @ may write other rows",
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = (SELECT 1) WHERE id = NEW.id; END @ query inside",
            "AFTER UPDATE ON t BEGIN UPDATE t SET u = 'x' WHERE id = NEW.id; END @ unique index",
            "AFTER UPDATE ON t BEGIN UPDATE t SET gone = 'x' WHERE id = NEW.id; END @ unique index",
            "AFTER UPDATE ON t BEGIN UPDATE t SET a = 'x' WHERE id = NEW.id; END @ unique index",
            "AFTER UPDATE ON t BEGIN UPDATE t SET r = 1 WHERE id = NEW.id; END @ foreign key",
            "AFTER UPDATE ON t BEGIN UPDATE t SET id = 1 WHERE id = NEW.id; END @ of the key",
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = NEW.g WHERE id = NEW.id; END @ generated column g",
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = printf('%.1f', n) WHERE id = NEW.id; END @ printf",
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = a || n, n = 'y' WHERE id = NEW.id; END @ does not fit",
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id; UPDATE t SET at = NEW.n WHERE id = NEW.id; END @ after it has set it",
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id; DELETE FROM bare; END @ other things",
            "BEFORE UPDATE ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id; END @ before the row",
            "BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'x') WHERE NEW.id > 5; END @ does not tell NEW.id",
            "BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'x') WHERE EXISTS (SELECT 1 FROM p); END @ query inside",
            "BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'x') FROM p; END @ FROM",
            "BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'x' || NEW.a); END @ not a constant",
            "AFTER INSERT ON t BEGIN SELECT RAISE(IGNORE); END @ written already",
            "BEFORE DELETE ON c BEGIN SELECT RAISE(IGNORE); END @ foreign key's action",
            "AFTER INSERT ON t BEGIN INSERT INTO t (a) VALUES ('again'); END @ its own table",
            "AFTER DELETE ON t BEGIN DELETE FROM p WHERE id = OLD.r; END @ foreign keys act",
            "AFTER DELETE ON t BEGIN UPDATE p SET code = OLD.a WHERE id = OLD.r; END @ foreign keys act",
            "AFTER DELETE ON t BEGIN INSERT INTO bare VALUES (OLD.a, 1); END @ 2 values into 1 columns",
            "AFTER DELETE ON t BEGIN INSERT INTO nowhere VALUES (OLD.a); END @ does not arrive as a table",
            "AFTER UPDATE ON bare BEGIN UPDATE bare SET v = 'x' WHERE v = NEW.v; END @ may write other rows",
            "INSTEAD OF INSERT ON seen BEGIN DELETE FROM t; END @ seen is a view"})
    void what_has_no_exact_counterpart_is_named_with_its_reason(String trigger, String reason) {
        DdlWriter.Result result = write("CREATE TRIGGER x " + trigger);

        assertThat(reason(result, "x")).hasValueSatisfying(message -> assertThat(message).contains(reason.strip()));
        assertThat(result.ddl().triggers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', value = {
            "AFTER UPDATE ON t BEGIN UPDATE t SET at = 'y' WHERE id = NEW.id; END @ does not say which of them is last",
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = n + 1 WHERE id = NEW.id; END @ once more",
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id AND at = 'z'; END @ reads a column that trigger stamp writes",
            "AFTER UPDATE ON t BEGIN INSERT INTO bare VALUES (NEW.a); END @ once more",
            "AFTER UPDATE OF a ON t BEGIN INSERT INTO bare VALUES (NEW.at); END @ reads a column that trigger stamp writes"})
    void what_a_stamp_would_change_is_named(String trigger, String reason) {
        DdlWriter.Result result = write(
                "CREATE TRIGGER stamp AFTER UPDATE ON t BEGIN UPDATE t SET at = 'x' WHERE id = NEW.id; END",
                "CREATE TRIGGER x " + trigger);

        assertThat(reason(result, "x")).hasValueSatisfying(message -> assertThat(message).contains(reason.strip()));
        assertThat(names(result)).containsExactly("stamp");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', value = {
            "AFTER UPDATE ON t BEGIN UPDATE t SET n = 7 WHERE id = NEW.id; END",
            "AFTER UPDATE ON t WHEN NEW.a IS NOT OLD.a BEGIN UPDATE t SET n = n + 1 WHERE id = NEW.id; END",
            "AFTER UPDATE OF a ON t BEGIN INSERT INTO bare VALUES (NEW.a); END",
            "AFTER UPDATE ON t WHEN NEW.a <> OLD.a BEGIN INSERT INTO bare VALUES (NEW.a); END",
            "BEFORE UPDATE ON t WHEN OLD.n > 5 BEGIN SELECT RAISE(ABORT, 'no'); END",
            "BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, 'no') WHERE NEW.n < 0; END"})
    void what_a_stamp_leaves_as_it_is_arrives_beside_it(String trigger) {
        DdlWriter.Result result = write(
                "CREATE TRIGGER stamp AFTER UPDATE ON t BEGIN UPDATE t SET at = 'x' WHERE id = NEW.id; END",
                "CREATE TRIGGER x " + trigger);

        assertThat(names(result)).as(result.hazards().toString()).containsExactly("stamp", "x");
    }

    @Test
    void a_ring_of_triggers_is_named() {
        DdlWriter.Result result = write("CREATE TRIGGER x AFTER UPDATE ON p BEGIN UPDATE k SET v = 'x'; END",
                "CREATE TRIGGER y AFTER UPDATE ON k BEGIN UPDATE p SET n = 1; END");

        assertThat(reason(result, "x")).hasValueSatisfying(message -> assertThat(message).contains("write p again"));
        assertThat(reason(result, "y")).isPresent();
    }

    @Test
    void long_names_stay_apart_and_within_63_bytes() {
        String name = "ä".repeat(40);
        DdlWriter.Result result = write(
                "CREATE TRIGGER " + name + "1 BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no'); END",
                "CREATE TRIGGER " + name + "2 BEFORE DELETE ON p BEGIN SELECT RAISE(ABORT, 'no'); END");

        assertThat(result.ddl().triggers()).extracting(Ddl.Step::name).hasSize(4)
                .allMatch(each -> each.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 63);
        assertThat(names(result)).doesNotHaveDuplicates();
        assertThat(result.hazards()).filteredOn(hazard -> hazard.code() == HazardCode.IDENTIFIER_RENAMED).hasSize(2);
    }

    @Test
    void a_key_that_may_be_null_is_asked_for_null() {
        DdlWriter.Result result = DdlDrafts.of(folder, TABLES
                + "CREATE TRIGGER x AFTER UPDATE ON k BEGIN UPDATE k SET v = 'x' WHERE k = NEW.k; END;")
                .hazard(HazardCode.NULL_IN_KEY, "k", Optional.empty(), Optional.empty(), List.of("unique"), Optional.empty())
                .write();

        assertThat(result.ddl().triggers().getFirst().sql()).contains("IF (NEW.\"k\" IS NOT NULL) THEN");
    }

    private static List<String> names(DdlWriter.Result result) {
        return result.ddl().triggers().stream().filter(step -> step.kind().equals("trigger")).map(Ddl.Step::name).toList();
    }

    private static Optional<String> reason(DdlWriter.Result result, String trigger) {
        return result.hazards().stream().filter(hazard -> hazard.code() == HazardCode.TRIGGER_UNTRANSLATED
                && hazard.subject().equals(Optional.of(trigger))).map(Hazard::message).findFirst();
    }
}
