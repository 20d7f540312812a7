package dev.portage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Views that compute with dates and times, over tables whose columns of equal names hold texts of unequal forms.
final class ViewDates {
    static final String TABLES = """
            CREATE TABLE visit (id INTEGER PRIMARY KEY, trip_id INTEGER, at DATETIME, day DATE);
            CREATE TABLE trip (id INTEGER PRIMARY KEY, at DATETIME, day DATETIME, slot TIME);
            CREATE TABLE stay (id INTEGER PRIMARY KEY, at DATETIME, day DATE);
            """;

    /// Views that arrive and give the same rows, by name.
    static final Map<String, String> SAME = new LinkedHashMap<>();

    static final List<ViewList.Refused> REFUSED = List.of(
            // The column has the affinity of numbers, and a computed text may look like one.
            new ViewList.Refused("r_now", "SELECT id FROM visit WHERE at < datetime('now')", "looks like one"),
            new ViewList.Refused("r_union",
                    "SELECT strftime('%Y', x) AS y FROM (SELECT at AS x FROM visit UNION ALL SELECT at FROM trip)",
                    "several forms"),
            new ViewList.Refused("r_grouped", "SELECT date(at) AS d, strftime('%H', at) AS h FROM visit GROUP BY date(at)",
                    "SQLite takes any of them"),
            new ViewList.Refused("r_ambiguous_forms", "SELECT v.id FROM visit v JOIN stay s ON v.at = s.day", "compares"),
            new ViewList.Refused("r_forms", "SELECT v.id FROM visit v JOIN trip t ON v.at = t.at", "compares"));

    private ViewDates() {}

    private static void same(String name, String query) {
        SAME.put(name, query);
    }

    static {
        same("d_year", "SELECT id, strftime('%Y', at) AS y, strftime('%Y', v.day) AS d FROM visit v");
        same("d_parts", "SELECT id, date(at), time(at), datetime(day), strftime('%H:%M:%f', at) FROM trip");
        same("d_joined",
                "SELECT v.id, date(v.at) AS a, date(t.at) AS b, strftime('%Y-%H', t.day) AS c, date(v.day, '+1 month') AS d "
                        + "FROM visit v JOIN trip t ON t.id = v.trip_id");
        same("d_joined_turned", "SELECT v.id, date(v.at) AS a, date(t.at) AS b, strftime('%Y-%H', t.day) AS c, date(v.day) AS d "
                + "FROM trip t JOIN visit v ON t.id = v.trip_id");
        same("d_left", "SELECT v.id, date(t.at) AS a, ifnull(date(t.day), 'never') AS b, strftime('%s', t.at) AS c FROM visit v "
                + "LEFT JOIN trip t ON t.id = v.trip_id AND date(t.at) >= date(v.at)");
        same("d_joined_by_day", "SELECT v.id, t.id AS trip FROM visit v JOIN trip t ON date(v.at) = date(t.at)");
        same("d_moments", "SELECT v.id, t.id AS trip FROM visit v JOIN trip t ON datetime(v.at) < datetime(t.at)");
        same("d_same_form", "SELECT v.id, s.id AS stay FROM visit v JOIN stay s ON v.at < s.at AND v.day = s.day");
        same("d_using", "SELECT day, strftime('%m', day) AS m, strftime('%H', visit.at) AS h, strftime('%M', stay.at) AS n "
                + "FROM visit JOIN stay USING (day)");
        same("d_using_left", "SELECT strftime('%m', day) AS m, date(stay.day) AS d FROM visit LEFT JOIN stay USING (day)");
        same("d_where", "SELECT id FROM trip WHERE date(at) >= '2020-06-01' AND strftime('%Y', day) < '2022' AND slot > '09:30'");
        same("d_texts", "SELECT v.id, v.at || '/' || t.at || '/' || t.day || '/' || v.day || '/' || t.slot AS x FROM visit v "
                + "JOIN trip t ON t.id = v.trip_id");
        same("d_substr",
                "SELECT v.id, substr(v.at, 1, 13) AS a, substr(t.at, 1, 13) AS b, length(t.day) AS c, length(v.day) AS d "
                        + "FROM visit v JOIN trip t ON t.id = v.trip_id");
        same("d_grouped", "SELECT strftime('%Y-%m', at) AS m, count(*) AS n FROM visit GROUP BY m ORDER BY m");
        same("d_grouped_by_call", "SELECT strftime('%Y', v.at) AS y, count(*) AS n, max(date(t.at)) AS last FROM visit v "
                + "JOIN trip t ON t.id = v.trip_id GROUP BY strftime('%Y', v.at) HAVING strftime('%Y', v.at) > '2019'");
        same("d_grouped_by_column", "SELECT at, strftime('%Y', at) AS y, count(*) AS n FROM visit GROUP BY at");
        same("d_grouped_by_name", "SELECT date(at) AS at, count(*) AS n FROM visit GROUP BY at");
        same("d_ordered_by_name", "SELECT date(at) AS at, id FROM visit ORDER BY at DESC, id");
        same("d_where_by_name", "SELECT date(at) AS at, id FROM visit WHERE at > '2020-06-01 12:00:00'");
        same("d_grouped_texts",
                "SELECT t.day || '' AS d, count(*) AS n FROM visit v JOIN trip t ON t.id = v.trip_id GROUP BY t.day");
        same("d_distinct", "SELECT count(DISTINCT date(at)) AS n, count(DISTINCT strftime('%w', day)) AS m FROM trip");
        same("d_extreme_of_text", "SELECT strftime('%Y', day) AS y, min(date(at)) AS a, max(time(at)) AS b FROM trip GROUP BY y");
        same("d_inner", "SELECT id, (SELECT max(date(t.at)) FROM trip t WHERE t.id = v.trip_id) AS last FROM visit v");
        same("d_inner_same_alias",
                "SELECT id, date(v.at) AS a, (SELECT count(*) FROM trip v WHERE date(v.at) > '2020-06-01') AS n, "
                        + "(SELECT min(strftime('%H:%M', v.day)) FROM trip v) AS m FROM visit v");
        same("d_inner_outer", "SELECT id FROM visit v WHERE EXISTS (SELECT 1 FROM trip WHERE date(at) = date(v.at) "
                + "AND strftime('%Y', day) = strftime('%Y', v.day))");
        same("d_in", "SELECT id FROM visit WHERE date(at) IN (SELECT date(at) FROM trip)");
        same("d_nested", "SELECT strftime('%H:%M', x) AS a, y || '' AS b FROM (SELECT at AS x, day AS y FROM trip)");
        same("d_nested_swapped",
                "SELECT strftime('%H:%M', day) AS a, at || '' AS b FROM (SELECT at AS day, day AS at FROM trip)");
        same("d_nested_join", "SELECT a.id, strftime('%Y', a.at) AS x, b.at || '' AS y FROM (SELECT id, day AS at FROM visit) a "
                + "JOIN (SELECT id, at FROM trip) b ON a.id = b.id");
        same("d_last", "SELECT strftime('%Y', m) AS y FROM (SELECT max(at) AS m FROM visit)");
        same("d_common", "WITH c(x, y) AS (SELECT day, at FROM visit) SELECT date(x, '-1 day') AS a, y || '' AS b FROM c");
        same("d_union", "SELECT date(at) AS d FROM visit UNION SELECT date(at) FROM trip");
        same("d_union_nested", "SELECT strftime('%Y', x) AS y FROM (SELECT at AS x FROM visit UNION ALL SELECT at FROM stay)");
        same("d_over_view", "SELECT b, c || '!' AS c, count(*) AS n FROM d_joined GROUP BY b, c");
        same("d_passed", "SELECT id, at AS day, day AS at FROM stay");
        same("d_over_passed",
                "SELECT id, strftime('%H', day) AS h, at || '' AS d, date(p.at, 'start of year') AS y FROM d_passed p");
        same("d_cases",
                "SELECT id, CASE WHEN date(at) >= '2021-01-01' THEN 'new' WHEN at IS NULL THEN 'none' ELSE strftime('%Y', at) "
                        + "END AS x FROM trip");
        same("d_years",
                "SELECT CAST(strftime('%Y', at) AS INTEGER) AS y, sum(CAST(strftime('%d', day) AS INTEGER)) AS s FROM visit "
                        + "GROUP BY CAST(strftime('%Y', at) AS INTEGER)");
        same("d_epoch", "SELECT id, unixepoch(at) AS a, unixepoch(day) AS b, unixepoch(at) - unixepoch(day) AS c FROM trip");
    }

    /// Rows with NULLs and repeated days.
    static String rows(long seed) {
        var random = new Random(seed);
        var sql = new StringBuilder();
        for (int id = 1; id <= 60; id++) {
            sql.append("INSERT INTO visit VALUES (%d, %d, %s, %s);%n".formatted(id, random.nextInt(70),
                    maybe(random, day(random) + " " + clock(random) + ":0" + random.nextInt(10)), maybe(random, day(random))));
            sql.append("INSERT INTO trip VALUES (%d, %s, %s, %s);%n".formatted(id,
                    maybe(random,
                            "%sT%s:0%d.%03dZ".formatted(day(random), clock(random), random.nextInt(10), random.nextInt(1000))),
                    maybe(random, day(random) + " " + clock(random)), maybe(random, clock(random))));
            sql.append("INSERT INTO stay VALUES (%d, %s, %s);%n".formatted(id,
                    maybe(random, day(random) + " " + clock(random) + ":0" + random.nextInt(10)), maybe(random, day(random))));
        }
        return sql.toString();
    }

    private static String day(Random random) {
        return "20%02d-%02d-%02d".formatted(19 + random.nextInt(4), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private static String clock(Random random) {
        return "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
    }

    private static String maybe(Random random, String value) {
        return random.nextInt(7) == 0 ? "NULL" : "'" + value + "'";
    }
}
