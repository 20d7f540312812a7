package dev.portage.sql;

import java.util.List;
import java.util.Random;

/// Makes expressions of SQLite over the columns of [ExpressionRows].
final class RandomExpression {
    private static final List<String> LEAVES = List.of("n", "m", "s", "v", "c", "t", "r", "p", "b", "x", "d", "at", "tz", "tm",
            "z", "us", "j", "0",
            "1", "2", "-1", "10",
            "0.5", "1.5", "2.0", "'a'", "'A'", "'abc'", "''", "'10'", "'1.5'", "'日本'", "NULL", "TRUE", "FALSE", "x'61'",
            "'2020-01-01'",
            "'2020-01-01 10:00:00'", "id", "length(s)", "'a%'", "\"dq\"");
    private static final List<String> INFIX = List.of("+", "-", "*", "/", "%", "||", "=", "<>", "<", "<=", ">", ">=", "AND", "OR",
            "IS", "IS NOT",
            "&", "|", "<<", ">>", "LIKE", "NOT LIKE", "IS DISTINCT FROM", "COLLATE NOCASE =", "COLLATE BINARY <", "==");
    private static final List<String> ONE = List.of("lower(%s)", "upper(%s)", "length(%s)", "abs(%s)", "typeof(%s)", "trim(%s)",
            "hex(%s)",
            "round(%s)", "unicode(%s)", "sign(%s)", "octet_length(%s)", "(NOT %s)", "(- %s)", "(+%s)", "(~ %s)", "(%s IS NULL)",
            "(%s NOTNULL)", "CAST(%s AS INTEGER)", "CAST(%s AS TEXT)", "CAST(%s AS REAL)", "CAST(%s AS NUMERIC)", "substr(%s, 2)",
            "substr(%s, 1, 2)", "substr(%s, -2)", "(%s GLOB 'a*')", "(%s GLOB '*[^0-9]*')", "(%s IN ('a', 'abc', ''))",
            "(%s IN (0, 1))",
            "(%s NOT IN (1, 2, NULL))", "(%s IS TRUE)", "(%s IS NOT FALSE)", "(%s COLLATE RTRIM)", "round(%s, 2)",
            "ltrim(%s, 'a')", "rtrim(%s)",
            "floor(%s)", "CAST(%s AS BLOB)", "likely(%s)", "date(%s)", "datetime(%s, '+1 month')", "time(%s, '-90 minutes')",
            "strftime('%%Y-%%W', %s)", "unixepoch(%s)", "date(%s, 'unixepoch')", "julianday(%s)", "quote(%s)", "unhex(%s)",
            "printf('%%05d', %s)", "printf('[%%-6s]', %s)", "concat(%s)", "sqrt(%s)", "degrees(%s)", "mod(%s, 3)",
            "json_quote(%s)", "json_type(%s)", "substr(%s, -3, 2)", "substring(%s, 0, 3)", "instr(%s, 'b')", "like('%%a%%', %s)");
    private static final List<String> TWO = List.of("coalesce(%s, %s)", "ifnull(%s, %s)", "nullif(%s, %s)", "min(%s, %s)",
            "max(%s, %s)",
            "instr(%s, %s)", "iif(b, %s, %s)", "(CASE WHEN n > 1 THEN %s ELSE %s END)",
            "(CASE %s WHEN %s THEN 1 WHEN 'a' THEN 2 END)",
            "(s BETWEEN %s AND %s)", "(n NOT BETWEEN %s AND %s)", "replace(s, %s, %s)", "(%s IN (%s))",
            "substr(%s, %s)", "substr(s, %s, %s)", "concat_ws('-', %s, %s)", "concat(%s, %s)", "json_array(%s, %s)",
            "iif(b, %s, m > 1, %s)", "printf('%%s %%x', %s, %s)", "mod(%s, %s)", "trim(%s, %s)");

    private final Random random;

    RandomExpression(Random random) {
        this.random = random;
    }

    String next(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return one(LEAVES);
        }
        return switch (random.nextInt(4)) {
            case 0 -> one(ONE).formatted(next(depth - 1));
            case 1 -> one(TWO).formatted(next(depth - 1), next(depth - 1));
            // Without brackets, so that the precedence of operators is compared too.
            case 2 -> next(depth - 1) + " " + one(INFIX) + " " + next(depth - 1);
            default -> "(" + next(depth - 1) + " " + one(INFIX) + " " + next(depth - 1) + ")";
        };
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
