package dev.portage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Calls of each translated function, over each column of [ExpressionRows] that it takes, all of which must be translated.
final class FunctionExpressions {
    private static final List<String> TEXTS = List.of("s", "v", "c", "t", "n", "m", "b", "d", "at", "tz", "tm", "z", "us", "id");
    private static final List<String> NUMBERS = List.of("n", "m", "b", "r", "p", "id");
    private static final List<String> WHOLE = List.of("n", "m", "b", "id");
    private static final List<String> TIMES = List.of("d", "at", "tz", "tm", "z", "us");
    private static final List<String> COARSE = List.of("d", "at", "tz", "tm", "z");
    private static final List<String> COUNTS = List.of("n", "m", "id", "m * 86400", "id * 4000000 - 300000000", "n / 1000");
    private static final List<String> ALL_COLUMNS = List.of("id", "n", "m", "s", "v", "c", "t", "r", "p", "b", "x", "d", "at",
            "tz", "tm", "z", "us", "j", "jb");

    private static final List<String> MODIFIERS = List.of("'+1 day'", "'-40 days'", "'+36 hours'", "'-90 minutes'", "'+1 second'",
            "'+1 month'", "'-1 month'", "'+13 months'", "'+1 year'", "'-2 years'", "'+1 month', 'floor'", "'-1 year', 'ceiling'",
            "'start of day'", "'start of month'", "'start of year'", "'weekday 0'", "'weekday 3'", "'+05:30'", "'-11:00:30'",
            "'start of month', '+1 month', '-1 day'", "'+1 day', '-1 day'", "'+2 years', 'start of month', '-3 years'",
            "'-1000 years'", "'+700000 days'", "'1 days', 'Start Of Month', '+5  hours'");

    private static final List<String> FORMATS = List.of("%d", "%e", "%F", "%G", "%g", "%H", "%I", "%j", "%k", "%l", "%m", "%M",
            "%p", "%P", "%R", "%s", "%S", "%T", "%u", "%U", "%V", "%w", "%W", "%Y", "%m%%", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y",
            "day %d \"it\" $$ \\", "%Y%m%d%H%M%S", "%Y%W");

    static final List<String> ALL = all();

    private FunctionExpressions() {}

    /// Those that call the function.
    static List<String> of(String function) {
        var call = Pattern.compile("\\b" + function + "\\b");
        return ALL.stream().filter(sql -> call.matcher(sql.replaceAll("'[^']*'", "")).find()).toList();
    }

    /// Whether the expression names the column.
    static boolean names(String sql, String column) {
        return Pattern.compile("\\b" + column + "\\b").matcher(sql.replaceAll("'[^']*'", "")).find();
    }

    private static List<String> all() {
        var all = new ArrayList<String>();
        texts(all);
        numbers(all);
        choices(all);
        dates(all);
        json(all);
        return List.copyOf(all);
    }

    private static void each(List<String> all, List<String> columns, String... templates) {
        for (String template : templates) {
            for (String column : columns) {
                all.add(template.replace("?", column));
            }
        }
    }

    private static void texts(List<String> all) {
        each(all, TEXTS, "lower(?)", "upper(?)", "trim(?)", "ltrim(?, 'a2')", "rtrim(?, 'b ')", "ltrim(?)", "rtrim(?)",
                "replace(?, 'a', 'bb')", "length(?)",
                "octet_length(?)", "hex(?)", "unicode(?)", "unhex(?)", "quote(?)", "concat(?)", "instr(?, '0')",
                "glob('*0*', ?)", "like('%A%', ?)", "concat_ws('-', ?, s, NULL, ?)", "concat(?, NULL, s)", "json_quote(?)",
                "substr(?, 2)", "substring(?, -3, 2)", "substr(?, m)", "substr(?, m, n)", "substr(?, 0, m)", "substr(?, -2, -1)",
                "substr(?, n, -3)", "substr(?, 3, m)", "printf('%s', ?)", "format('[%6s|%-6s]', ?, ?)", "json_array(?)",
                "json_object('k', ?, 'k\"', 1)");
        all.addAll(List.of("length(x)", "octet_length(x)", "hex(x)", "quote(x)", "instr(x, x'61')", "instr(x, x)",
                "instr(x, x'')",
                "instr(s, c)", "substr(x, 2)", "substring(x, 2)", "substr(x, m)", "substr(x, -2, 2)", "substr(x, m, m)",
                "substr(x, 3, -2)", "substr(x, -1)", "substr(s, instr(s, 'b') + 1)", "substr(s, 1, instr(s, 'b') - 1)",
                "char(97, 8364)", "zeroblob(4)", "length(randomblob(9))", "concat_ws(s, 'a', c, m)", "concat_ws('', s, c)",
                "like('a\\%%', s, '\\')", "like(c, s)", "unhex(hex(s))", "quote(NULL)", "unhex('4G')", "unhex(NULL)",
                "replace(s, c, v)",
                "trim(s, c)", "concat(NULL)", "substr(s, NULL)", "glob('[a-z]*', c)", "concat_ws(NULL, s)", "printf('plain %%')",
                "printf('%q|%Q', s, c)", "printf('%-9Q|%9q', s, v)", "printf('%s%s', NULL, 'x''y')", "json_array(s, m, NULL, b)",
                "json_array()", "json_object()", "json('{\"a\":1}')", "json_quote('''\"/\\')", "json_object('a', s, 'b', n)"));
        each(all, WHOLE, "printf('%d', ?)", "printf('%05d', ?)", "printf('%-8d|', ?)", "printf('%+d', ?)", "printf('% d', ?)",
                "printf('%8i', ?)", "printf('%x', ?)", "format('%04X', ?)", "printf('%lld', ?)", "printf('%-05d|', ?)",
                "printf('%+06d', ?)");
    }

    private static void numbers(List<String> all) {
        each(all, NUMBERS, "abs(?)", "sign(?)", "sqrt(?)", "degrees(?)", "radians(?)");
        each(all, List.of("n", "m", "b", "r", "id"), "round(?)", "ceil(?)", "ceiling(?)", "floor(?)", "trunc(?)");
        each(all, WHOLE, "round(?, 2)", "round(?, -1)");
        all.addAll(
                List.of("pi()", "mod(m, 3)", "mod(m, m)", "mod(m, 0)", "mod(-7, m)", "mod(b, 2)", "mod(m, NULL)", "sqrt(r * 2)",
                        "sqrt(m - 1)", "sqrt(NULL)", "degrees(r / 3)", "radians(r + 1)", "round(p, 2)", "typeof(random())",
                        "typeof(randomblob(3))", "floor(r / 3)", "trunc(r * 7)", "ceil(-r)"));
    }

    private static void choices(List<String> all) {
        each(all, ALL_COLUMNS, "coalesce(?, NULL) IS NULL", "ifnull(?, NULL) IS NULL", "likely(?) IS NULL", "unlikely(?) IS NULL",
                "likelihood(?, 0.5) IS NULL", "iif(m > 1, ?, NULL) IS NULL", "if(?, 1, 2) IS NULL".replace("?", "? IS NULL"),
                "nullif(?, NULL) IS NULL");
        each(all, List.of("n", "m", "s", "v", "c", "t", "r", "b", "x", "d", "at", "tz", "tm", "z", "us", "id", "j", "jb"),
                "typeof(?)");
        each(all, List.of("s", "v", "c", "t"), "coalesce(?, 'z')", "ifnull(?, s)", "nullif(?, 'a')", "iif(b, ?, s)",
                "unlikely(?)", "likelihood(?, 0.25)");
        each(all, List.of("s", "v"), "min(?, 'abc')", "max(?, s, 'B')");
        each(all, NUMBERS, "coalesce(?, 1)", "ifnull(?, 0)", "nullif(?, 1)", "iif(b, ?, 0)", "min(?, 2)", "max(?, 2, -1)");
        all.addAll(List.of("iif(m > 5, 'a', m > 1, 'b', 'c')", "if(m > 5, 1, m > 1, 2)", "iif(b, s)", "if(m, 1, 0)",
                "likelihood(m > 1, 0.9)"));
    }

    private static void dates(List<String> all) {
        each(all, TIMES, "date(?)", "time(?)", "datetime(?)", "unixepoch(?)", "strftime('%s', ?)", "? || ''", "length(?)",
                "substr(?, 1, 7)", "? LIKE '20%'", "? GLOB '*-01*'");
        each(all, COARSE, "julianday(?)", "time(?, 'subsec')", "datetime(?, 'subsecond')", "unixepoch(?, 'subsec')",
                "strftime('%f', ?)", "strftime('%Y-%m-%dT%H:%M:%fZ', ?)", "julianday(?, '+1 month')");
        for (String format : FORMATS) {
            each(all, TIMES, "strftime('" + format + "', ?)");
        }
        for (String modifier : MODIFIERS) {
            each(all, TIMES, "datetime(?, " + modifier + ")");
            each(all, List.of("at", "z"), "date(?, " + modifier + ")", "time(?, " + modifier + ")",
                    "unixepoch(?, " + modifier + ")", "strftime('%Y|%j|%H:%M', ?, " + modifier + ")",
                    "strftime('%f', ?, " + modifier + ")");
        }
        each(all, COUNTS, "datetime(?, 'unixepoch')", "date(?, 'unixepoch', '+1 day')", "time(?, 'unixepoch')",
                "strftime('%Y-%m', ?, 'unixepoch')", "unixepoch(?, 'unixepoch')", "julianday(?, 'unixepoch')", "datetime(?)",
                "date(?)", "time(?)", "strftime('%d', ?)", "unixepoch(?)", "julianday(?)");
        all.addAll(
                List.of("date(NULL)", "strftime('%Y', NULL)", "date('2020-01-31', '+1 month')", "datetime('2024-02-29 10:20:30')",
                        "julianday('2000-01-01 12:00:00')", "unixepoch('1969-12-31 23:59:59')", "date(datetime(at, '+1 day'))",
                        "strftime('%s', date(z)) + 0", "time(time(at), '+1 hour')",
                        "datetime(strftime('%Y-%m-%dT%H:%M:%fZ', z), '+1 month')",
                        "unixepoch(time(at))", "date(d) = date(at)", "date(at) < '2020-01-01'", "strftime('%Y', d) = '2020'",
                        "CAST(strftime('%Y', at) AS INTEGER)", "strftime('%m', us) || '/' || strftime('%d', us)",
                        "typeof(current_date)", "typeof(current_time)", "typeof(current_timestamp)"));
    }

    private static void json(List<String> all) {
        each(all, List.of("j", "jb"), "json_valid(?)", "json_array_length(?)", "json_error_position(?)");
        all.add("json_type(j)");
    }
}
