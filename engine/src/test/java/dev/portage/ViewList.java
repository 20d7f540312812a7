package dev.portage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Tables with generated rows, and views over them: those that arrive, and those that are refused with their reason.
final class ViewList {
    static final String TABLES = """
            CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, nick TEXT COLLATE NOCASE, city TEXT, boss INTEGER,
                born DATE, joined DATETIME, active BOOLEAN, score REAL, wage DECIMAL(10,2), data BLOB, tail TEXT COLLATE RTRIM);
            CREATE TABLE sale (id INTEGER PRIMARY KEY, person_id INTEGER, placed DATETIME, total REAL, qty INTEGER, note TEXT,
                code TEXT NOT NULL UNIQUE);
            CREATE TABLE tag (person_id INTEGER, word TEXT, weight INTEGER, PRIMARY KEY (person_id, word)) WITHOUT ROWID;
            CREATE TABLE [odd table] ("sel ect" INTEGER PRIMARY KEY, "Grüße" TEXT, [a b] TEXT, xmin INTEGER);
            CREATE TABLE empty (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
            CREATE TABLE mixed (id INTEGER PRIMARY KEY, v INTEGER);
            INSERT INTO mixed VALUES (1, 10), (2, x'0102'), (3, 'word'), (4, NULL);
            CREATE VIRTUAL TABLE words USING fts5(body, tail);
            INSERT INTO words VALUES ('a river', 'x'), ('a lake', NULL), ('', 'Ä');
            CREATE VIRTUAL TABLE lines USING fts4(tail, line);
            INSERT INTO lines (rowid, tail, line) VALUES (7, 'x', 'one'), (8, 'Ä', 'two'), (9, NULL, 'three');
            CREATE VIRTUAL TABLE blank USING fts5(body, content='');
            INSERT INTO [odd table] VALUES (1, 'ä', 'x', 5), (2, 'Ä', NULL, NULL), (3, NULL, 'y''z', 7), (-4, 'a', '', 0);
            """;

    /// Views that arrive and give the same rows, by name.
    static final Map<String, String> SAME = new LinkedHashMap<>();

    /// Views that do not arrive: name, query, and a part of the reason.
    record Refused(String name, String query, String reason) {}

    static final List<Refused> REFUSED = List.of(
            new Refused("r_bare", "SELECT city, name, count(*) FROM person GROUP BY city", "SQLite takes any of them"),
            new Refused("r_bare_max", "SELECT name, max(score) FROM person", "SQLite takes any of them"),
            new Refused("r_having_bare", "SELECT city FROM person GROUP BY city HAVING name = 'x'", "SQLite takes any of them"),
            new Refused("r_inner_bare",
                    "SELECT city, (SELECT max(qty) FROM sale WHERE person_id = p.id) AS m FROM person p GROUP BY city",
                    "SQLite takes any of them"),
            new Refused("r_window", "SELECT name, row_number() OVER (ORDER BY id) AS n FROM person", "row_number() with"),
            new Refused("r_recursive",
                    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT n FROM c",
                    "recursive"),
            new Refused("r_concat", "SELECT group_concat(name) FROM person", "order that nothing says"),
            new Refused("r_nocase_distinct", "SELECT DISTINCT nick FROM person", "collation NOCASE for equal"),
            new Refused("r_nocase_group", "SELECT nick, count(*) FROM person GROUP BY nick", "collation NOCASE for equal"),
            new Refused("r_nocase_union", "SELECT nick FROM person UNION SELECT nick FROM person", "collation NOCASE for equal"),
            new Refused("r_nocase_min", "SELECT min(nick) FROM person", "collation NOCASE shows any"),
            new Refused("r_limit", "SELECT name FROM person LIMIT 3", "leaves open"),
            new Refused("r_limit_ties", "SELECT id, name FROM person ORDER BY city LIMIT 3", "leaves open"),
            new Refused("r_limit_nocase", "SELECT nick FROM person ORDER BY nick LIMIT 3", "leaves open"),
            new Refused("r_limit_union", "SELECT id, name FROM person UNION ALL SELECT id, note FROM sale ORDER BY 2 LIMIT 3",
                    "leaves open"),
            new Refused("r_scalar", "SELECT name, (SELECT note FROM sale WHERE person_id = person.id) AS n FROM person",
                    "several rows"),
            new Refused("r_text_sum", "SELECT sum(name) FROM person", "sum() is given a text"),
            new Refused("r_plus", "SELECT name + city AS x FROM person", "computes with a text"),
            new Refused("r_compare", "SELECT id FROM person WHERE name > score", "compares"),
            new Refused("r_text_where", "SELECT id FROM person WHERE name", "for a condition"),
            new Refused("r_random", "SELECT id FROM person ORDER BY random()", "change with chance"),
            new Refused("r_random_where", "SELECT id FROM person WHERE random() > 0", "change with chance"),
            new Refused("r_mixed", "SELECT id FROM mixed WHERE v = 10", "form"),
            new Refused("r_virtual", "SELECT body FROM blank", "a virtual table"),
            new Refused("r_rank", "SELECT body, rank FROM words", "rank"),
            new Refused("r_quoted_rank", "SELECT body, \"rank\" AS r FROM words", "rank"),
            new Refused("r_quoted_table", "SELECT body, [words] AS r, \"words\" AS s FROM words", "words"),
            new Refused("r_master", "SELECT name FROM sqlite_master", "SQLite's own"),
            new Refused("r_function", "SELECT value FROM json_each('[1]')", "function json_each()"),
            new Refused("r_brackets",
                    "SELECT p.id FROM person p JOIN (sale s JOIN tag t ON s.person_id = t.person_id) ON s.person_id = p.id",
                    "joins in brackets"),
            new Refused("r_printf", "SELECT printf('%.1f', score) AS x FROM person", "printf()"),
            new Refused("r_full", "SELECT p.id FROM person p FULL JOIN sale s ON s.person_id < p.id", "no other"),
            new Refused("r_using_full", "SELECT id FROM person FULL JOIN sale USING (id)", "beside a RIGHT or FULL JOIN"),
            new Refused("r_classes", "SELECT id AS x FROM person UNION ALL SELECT name FROM person", "for some rows"),
            new Refused("r_case_classes", "SELECT CASE WHEN id > 2 THEN name ELSE id END AS x FROM person", "for some rows"),
            new Refused("r_rowid", "SELECT rowid FROM tag_less", "rowid"),
            new Refused("r_over_refused", "SELECT * FROM r_limit", "view r_limit, which does not arrive"),
            new Refused("r_outer_aggregate",
                    "SELECT city, (SELECT sum(p.wage) FROM empty) AS s FROM person p GROUP BY city, wage",
                    "query around it"),
            new Refused("r_group_constant", "SELECT count(*) FROM person GROUP BY 'x'", "groups by a constant"),
            new Refused("r_distinct_order", "SELECT DISTINCT city FROM person ORDER BY name", "do not show"),
            new Refused("r_sum_distinct", "SELECT sum(DISTINCT score) FROM person", "adds floating-point numbers"),
            new Refused("r_affinity", "SELECT x FROM (SELECT id AS x FROM person UNION ALL SELECT 5) WHERE x = '7'", "affinity"),
            new Refused("r_blob_max", "SELECT max(data) FROM person", "max() is given a blob"),
            new Refused("r_query_affinity",
                    "SELECT id FROM person WHERE name = (SELECT boss FROM person b WHERE b.id = 2)", "with a text"),
            new Refused("r_limit_expression", "SELECT id FROM person ORDER BY id LIMIT 1 + 1", "LIMIT is no constant"));

    private ViewList() {}

    private static void same(String name, String query) {
        SAME.put(name, query);
    }

    static {
        same("all_columns", "SELECT * FROM person");
        same("some_columns", "SELECT id, name, nick, city FROM person");
        same("alias_star", "SELECT p.*, s.total FROM person p JOIN sale s ON s.person_id = p.id");
        same("bare_alias", "SELECT id number, name \"the name\", city [the city], boss 'chief' FROM person");
        same("unnamed", "SELECT id + 1, upper(name), 'x', 1.5, NULL, count(*) FROM person GROUP BY id, name");
        same("twice", "SELECT id, id, name AS id FROM person");
        same("odd", "SELECT \"sel ect\", \"Grüße\", [a b] FROM [odd table] WHERE [A B] IS NOT NULL");
        same("odd_qualified", "SELECT [odd table].\"SEL ECT\", o2.[a b] FROM [Odd Table], [odd table] AS o2 "
                + "WHERE o2.\"sel ect\" = [odd table].\"sel ect\"");
        same("system_name", "SELECT xmin, xmin AS ctid FROM [odd table]");
        same("string_in_quotes", "SELECT id, \"no such column\" AS word FROM person");
        same("where_text", "SELECT id FROM person WHERE name = 'Ann' OR city <> 'Rome'");
        same("where_nocase", "SELECT id FROM person WHERE nick = 'BOB'");
        same("where_rtrim", "SELECT id FROM person WHERE tail = 'x'");
        same("where_numbers", "SELECT id FROM person WHERE score > 1 AND wage <= 100.5 AND boss BETWEEN 1 AND 20");
        same("where_like", "SELECT id FROM person WHERE name LIKE 'a%' OR name LIKE '%Ä%'");
        same("where_in", "SELECT id FROM person WHERE city IN ('Rome', 'Oslo') AND boss NOT IN (1, 2)");
        same("where_boolean", "SELECT id, active FROM person WHERE active");
        same("where_boolean_number", "SELECT id FROM person WHERE active = 1 AND NOT (boss > 3)");
        same("where_date", "SELECT id, born FROM person WHERE born >= '1990-01-01'");
        same("where_moment",
                "SELECT id, joined FROM person WHERE joined BETWEEN '2020-01-01 00:00:00' AND '2022-12-31 23:59:59'");
        same("where_alias", "SELECT id, boss * 2 AS doubled FROM person WHERE doubled > 10");
        same("computed", "SELECT id, boss > 5 AS big, active AND boss > 5 AS both, boss IS NULL AS lonely FROM person");
        same("cases",
                "SELECT id, CASE WHEN score > 1 THEN 'high' WHEN score IS NULL THEN 'none' ELSE 'low' END AS grade FROM person");
        same("texts", "SELECT id, name || ' of ' || city AS who, length(name), lower(city), substr(name, 1, 2) FROM person");
        same("coalesced", "SELECT id, coalesce(name, nick, '?') AS n, ifnull(boss, 0) AS b FROM person");
        same("casts", "SELECT id, CAST(boss AS TEXT) AS t, CAST(score AS INTEGER) AS i FROM person");
        same("arithmetic", "SELECT id, boss / 2, boss % 3, score * 2, -boss, boss & 3 FROM person");
        same("inner_join", "SELECT p.name, s.total FROM person p INNER JOIN sale s ON p.id = s.person_id");
        same("comma_join", "SELECT p.name, s.total FROM person p, sale s WHERE p.id = s.person_id");
        same("comma_then_left",
                "SELECT p.id, s.id AS sale, b.id AS chief FROM person p, sale s LEFT JOIN person b ON b.id = p.boss "
                        + "WHERE p.id = s.person_id");
        same("left_join", "SELECT p.id, s.id AS sale FROM person p LEFT JOIN sale s ON p.id = s.person_id AND s.qty > 3");
        same("left_without_on", "SELECT p.id, e.n FROM person p LEFT JOIN empty e");
        same("right_join", "SELECT p.id, s.id AS sale FROM person p RIGHT JOIN sale s ON p.id = s.person_id");
        same("full_join", "SELECT p.id, s.id AS sale FROM person p FULL OUTER JOIN sale s ON p.id = s.person_id");
        same("cross_join", "SELECT p.id, t.word FROM person p CROSS JOIN tag t WHERE p.id = t.person_id");
        same("self_join", "SELECT a.name, b.name AS chief FROM person a JOIN person b ON a.boss = b.id");
        same("using_join", "SELECT person_id, word, total FROM tag JOIN sale USING (person_id)");
        same("using_star", "SELECT * FROM tag LEFT JOIN sale USING (person_id)");
        same("natural_join", "SELECT * FROM tag NATURAL JOIN sale");
        same("four_tables", "SELECT p.name, s.id, t.word, b.name AS chief FROM person p JOIN sale s ON s.person_id = p.id "
                + "LEFT JOIN tag t ON t.person_id = p.id LEFT JOIN person b ON b.id = p.boss WHERE s.qty IS NOT NULL");
        same("distinct_rows", "SELECT DISTINCT city, active FROM person");
        same("distinct_numbers", "SELECT DISTINCT score, wage, boss FROM person");
        same("distinct_moments", "SELECT DISTINCT born, joined FROM person");
        same("distinct_ordered", "SELECT DISTINCT city FROM person ORDER BY city DESC");
        same("ordered", "SELECT id, name FROM person ORDER BY name, id");
        same("ordered_down", "SELECT id, score FROM person ORDER BY score DESC, id DESC");
        same("ordered_nocase", "SELECT id, nick FROM person ORDER BY nick COLLATE NOCASE, id");
        same("ordered_own_collation", "SELECT id, nick FROM person ORDER BY nick, id");
        same("ordered_nulls", "SELECT id, boss FROM person ORDER BY boss NULLS LAST, id");
        same("ordered_by_alias", "SELECT id, -id AS name FROM person ORDER BY name");
        same("ordered_by_number", "SELECT city, id FROM person ORDER BY 1 DESC, 2");
        same("ordered_by_expression", "SELECT id FROM person ORDER BY length(name), id");
        same("limited", "SELECT id, name FROM person ORDER BY name DESC, id LIMIT 7 OFFSET 2");
        same("limited_comma", "SELECT id FROM person ORDER BY id LIMIT 2, 5");
        same("limited_join",
                "SELECT s.id, p.name FROM sale s JOIN person p ON p.id = s.person_id ORDER BY s.total, s.id LIMIT 10");
        same("limit_none", "SELECT id FROM person ORDER BY id LIMIT -1 OFFSET 3");
        same("counted", "SELECT count(*), count(name), count(DISTINCT city), count(DISTINCT nick) FROM person");
        same("counted_nothing", "SELECT count(*) AS c, sum(n) AS s, total(n) AS t, avg(n) AS a, min(s) AS m FROM empty");
        same("summed", "SELECT city, sum(boss) AS s, avg(boss) AS a, total(boss) AS t FROM person GROUP BY city");
        same("summed_floats", "SELECT city, sum(score) AS s, avg(score) AS a, total(wage) AS t FROM person GROUP BY city");
        same("extremes",
                "SELECT city, min(name), max(name), min(score), max(boss), min(wage), max(born), min(joined) FROM person "
                        + "GROUP BY city");
        same("summed_boolean", "SELECT sum(active) AS s, avg(active) AS a FROM person");
        same("filtered",
                "SELECT city, count(*) FILTER (WHERE boss > 3) AS c, sum(boss) FILTER (WHERE active) AS s FROM person GROUP BY city");
        same("having", "SELECT city, count(*) AS n FROM person GROUP BY city HAVING n > 2 AND max(boss) IS NOT NULL");
        same("group_number", "SELECT city, count(*) FROM person GROUP BY 1 ORDER BY 2 DESC, 1");
        same("group_alias", "SELECT upper(city) AS c, count(*) AS n FROM person GROUP BY c ORDER BY c");
        same("group_expression", "SELECT substr(name, 1, 1), count(*) FROM person GROUP BY substr(name, 1, 1)");
        same("group_boolean", "SELECT boss > 5 AS big, count(*) AS n FROM person GROUP BY boss > 5");
        same("group_key",
                "SELECT p.id, p.name, p.city, p.data, count(s.id) AS sales FROM person p LEFT JOIN sale s ON s.person_id = p.id "
                        + "GROUP BY p.id");
        same("group_joined", "SELECT p.city, sum(s.qty) AS q, count(DISTINCT p.id) AS people FROM person p JOIN sale s "
                + "ON s.person_id = p.id GROUP BY p.city ORDER BY q DESC, p.city");
        same("joined_texts", "SELECT person_id, group_concat(word, '; ' ORDER BY word) AS words FROM tag GROUP BY person_id");
        same("joined_distinct", "SELECT group_concat(DISTINCT city ORDER BY city) AS c FROM person");
        same("union_rows", "SELECT city, name, 'person' AS kind FROM person UNION SELECT note, code, 'sale' FROM sale");
        same("union_ordered", "SELECT city AS c FROM person UNION SELECT note FROM sale ORDER BY c DESC");
        same("union_all", "SELECT id, name FROM person UNION ALL SELECT id, note FROM sale UNION ALL SELECT 0, NULL");
        same("except_rows", "SELECT id FROM person EXCEPT SELECT person_id FROM sale");
        same("intersect_later", "SELECT id FROM person UNION SELECT qty FROM sale INTERSECT SELECT boss FROM person");
        same("union_numbers", "SELECT id AS n FROM person UNION ALL SELECT 1.5 UNION ALL SELECT score FROM person");
        same("union_limited", "SELECT id FROM person UNION SELECT qty FROM sale ORDER BY 1 LIMIT 4");
        same("union_nulls", "SELECT NULL AS a, NULL AS b UNION ALL SELECT NULL, NULL UNION ALL SELECT boss, name FROM person");
        same("union_no_values", "SELECT NULL AS a UNION ALL SELECT NULL");
        same("mixed_numbers", "SELECT id, CASE WHEN id > 30 THEN boss ELSE score END AS n, boss * score AS p, wage * boss AS w, "
                + "wage > score AS more FROM person");
        same("summed_products", "SELECT city, sum(score * 1.1) AS s, avg(boss * score) AS a, total(-score) AS t FROM person "
                + "GROUP BY city HAVING sum(score * 1.1) > 3 ORDER BY sum(score * 1.1) DESC, city");
        same("day_and_time", "SELECT id FROM person WHERE born < datetime('1990-06-01') AND born >= '1985-01-01 00:00:00'");
        same("values_rows", "VALUES (1, 'a'), (2, NULL), (NULL, 'c')");
        same("no_from", "SELECT 1 AS one, 'two' AS two, NULL AS three");
        same("nested", "SELECT q.c, q.n FROM (SELECT city AS c, count(*) AS n FROM person GROUP BY city) q WHERE q.n > 1");
        same("nested_unnamed", "SELECT c FROM (SELECT city AS c FROM person) WHERE c IS NOT NULL");
        same("nested_twice",
                "SELECT a.id, b.n FROM (SELECT id, boss FROM person) AS a JOIN (SELECT boss, count(*) AS n FROM person "
                        + "GROUP BY boss) AS b ON a.boss = b.boss");
        same("nested_by_text", "SELECT \"count(*)\" FROM (SELECT count(*) FROM person)");
        same("scalar", "SELECT id, (SELECT name FROM person b WHERE b.id = a.boss) AS chief FROM person a");
        same("scalar_count", "SELECT id, (SELECT count(*) FROM sale WHERE person_id = person.id) AS n FROM person");
        same("scalar_last",
                "SELECT id, (SELECT total FROM sale WHERE person_id = p.id ORDER BY total DESC LIMIT 1) AS t FROM person p");
        same("scalar_where", "SELECT id, wage FROM person WHERE wage > (SELECT avg(boss) FROM person)");
        same("scalar_unique", "SELECT id, (SELECT note FROM sale WHERE code = 'c' || person.id) AS n FROM person");
        same("exists_rows", "SELECT id FROM person p WHERE EXISTS (SELECT * FROM sale WHERE person_id = p.id AND qty > 4)");
        same("not_exists", "SELECT id FROM person WHERE NOT EXISTS (SELECT 1 FROM tag WHERE person_id = person.id)");
        same("in_query", "SELECT id FROM person WHERE id IN (SELECT person_id FROM sale WHERE qty > 2)");
        same("not_in_query", "SELECT id FROM person WHERE boss NOT IN (SELECT qty FROM sale)");
        same("in_query_text", "SELECT id FROM person WHERE name IN (SELECT note FROM sale) OR nick IN (SELECT name FROM person)");
        same("in_query_value", "SELECT id, boss IN (SELECT qty FROM sale WHERE qty IS NOT NULL) AS found FROM person");
        same("in_table", "SELECT id FROM sale WHERE id IN numbers_of_people");
        same("common",
                "WITH c AS (SELECT city, count(*) AS n FROM person GROUP BY city) SELECT a.city, b.n FROM c a JOIN c b ON a.city = b.city");
        same("common_named", "WITH c(x, y) AS (SELECT id, name FROM person), d AS (SELECT x FROM c WHERE x > 3) "
                + "SELECT c.y, d.x FROM c JOIN d USING (x)");
        same("common_shadow", "WITH sale AS (SELECT id AS person_id FROM person) SELECT person_id FROM sale WHERE person_id < 5");
        same("numbers_of_people", "SELECT id FROM person");
        same("over_view", "SELECT who FROM texts WHERE id > 2 AND \"length(name)\" > 1");
        same("over_over_view", "SELECT count(*) AS n, max(who) AS m FROM over_view");
        same("over_view_join", "SELECT v.n, p.name FROM person p JOIN scalar_count v ON v.id = p.id WHERE v.n > 0");
        same("over_boolean", "SELECT id FROM computed WHERE big AND lonely = 0");
        same("over_float", "SELECT city FROM summed WHERE a >= 5.5");
        same("over_bare", "SELECT * FROM bare_alias WHERE \"THE NAME\" LIKE 'b%'");
        same("main_schema", "SELECT main.person.id, [main].[person].name FROM main.person");
        same("rowids", "SELECT rowid, oid AS o, p._rowid_ AS r FROM person p");
        same("shadowed",
                "SELECT id, (SELECT max(person.qty) FROM sale AS person WHERE person.person_id = p.id) AS m FROM person AS p");
        same("shadow_nested",
                "SELECT person.id FROM (SELECT id FROM person WHERE id > 3) AS person JOIN person AS p2 ON p2.id = person.id");
        same("passed_on", "SELECT id, v FROM mixed_kept");
        same("search_columns", "SELECT body, tail FROM words");
        same("search_star", "SELECT * FROM words");
        same("search_rowid", "SELECT rowid AS r, w.body FROM words w WHERE w.rowid > 1");
        same("search_natural", "SELECT w.body, l.line FROM words w NATURAL JOIN lines l");
        same("search_join", "SELECT p.id, w.* FROM person p JOIN words w ON w.rowid = p.id");
        same("printed", "SELECT id, printf('%04d-%s', boss, name) AS x FROM person");
        same("mixed_kept", "SELECT id, boss AS v FROM person");
        same("comments", "SELECT id /* the key */, name -- the name\nFROM person");
    }

    /// Rows with NULLs, both cases, beginnings beyond ASCII, empty texts and repeated values.
    static String rows(long seed) {
        var random = new Random(seed);
        var sql = new StringBuilder("CREATE TABLE tag_less (a INTEGER, b TEXT);\n");
        var names = List.of("Ann", "ann", "Bob", "bob ", "", "Ärger", "ärger", "zoë", "Zoe", "a", "10", "9", "x", "x  ",
                "O''Hara", "😀");
        var cities = List.of("Rome", "Oslo", "rome", "", "Åbo");
        for (int id = 1; id <= 60; id++) {
            sql.append("INSERT INTO person VALUES (%d, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s);%n".formatted(id,
                    text(names, random), text(names, random), text(cities, random), number(random, 20),
                    maybe(random,
                            "'%d-%02d-%02d'".formatted(1980 + random.nextInt(30), 1 + random.nextInt(12),
                                    1 + random.nextInt(28))),
                    maybe(random, "'%d-%02d-01 1%d:00:0%d'".formatted(2019 + random.nextInt(5), 1 + random.nextInt(12),
                            random.nextInt(10), random.nextInt(10))),
                    maybe(random, String.valueOf(random.nextInt(2))),
                    maybe(random, String.valueOf(random.nextInt(4000) / 1000.0)),
                    maybe(random, "%d.%02d".formatted(random.nextInt(200),
                            random.nextInt(100))),
                    maybe(random, "x'%04x'".formatted(random.nextInt(65536))), text(names, random)));
            sql.append("INSERT INTO sale VALUES (%d, %s, %s, %s, %s, %s, 'c%d');%n".formatted(id, number(random, 70),
                    maybe(random, "'2021-0%d-01 00:00:00'".formatted(1 + random.nextInt(9))),
                    maybe(random, String.valueOf(random.nextInt(1000) / 7.0)), number(random, 9), text(names, random), id));
            sql.append("INSERT OR IGNORE INTO tag VALUES (%d, %s, %s);%n".formatted(1 + random.nextInt(30),
                    "'" + names.get(random.nextInt(names.size())) + "'", number(random, 5)));
        }
        return sql.toString();
    }

    private static String text(List<String> texts, Random random) {
        return maybe(random, "'" + texts.get(random.nextInt(texts.size())) + "'");
    }

    private static String number(Random random, int most) {
        return maybe(random, String.valueOf(1 + random.nextInt(most)));
    }

    private static String maybe(Random random, String value) {
        return random.nextInt(7) == 0 ? "NULL" : value;
    }
}
