package dev.portage.sql;

import static java.util.Map.entry;

import dev.portage.sql.Expression.FunctionCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The closed table of functions: those that have an exact counterpart, and those that are known not to have one.
///
/// Source: sqlite.org/lang_corefunc.html, lang_datefunc.html, lang_mathfunc.html, json1.html.
final class Functions {
    /// Why the functions that SQLite knows and that have no exact counterpart have none.
    static final Map<String, String> UNTRANSLATED = untranslated();

    private final Map<String, Rule> rules = new HashMap<>();

    /// Writes one call.
    @FunctionalInterface
    interface Rule {
        Piece write(List<Expression> arguments) throws Untranslatable;
    }

    Functions(Translation translation) {
        rules.putAll(new TextFunctions(translation).rules());
        rules.putAll(new NumberFunctions(translation).rules());
        rules.putAll(new ChoiceFunctions(translation).rules());
        rules.putAll(new DateFunctions(translation).rules());
    }

    /// The functions that are translated, where their arguments allow it.
    static Set<String> translated() {
        return Set.copyOf(new Functions(new Translation(Scope.check(List.of()))).rules.keySet());
    }

    Piece call(FunctionCall call) throws Untranslatable {
        if (call.star() || call.modified()) {
            throw new Untranslatable("%s() with *, DISTINCT, FILTER or OVER works on many rows".formatted(call.name()));
        }
        Rule rule = rules.get(call.name());
        if (rule != null) {
            var uuid = RandomText.uuid(call);
            return uuid.isPresent() ? uuid.get() : rule.write(call.arguments());
        }
        throw new Untranslatable(reason(call.name()).map(why -> "the function %s() %s".formatted(call.name(), why))
                .orElse("the function %s() is unknown, it may be the application's own".formatted(call.name())));
    }

    /// Why a function that SQLite knows is not translated; empty for one that SQLite does not know.
    static Optional<String> reason(String name) {
        String json = "works on JSON as SQLite reads it, and gives values whose class depends on the document";
        String module = "belongs to a search or spatial index of SQLite";
        Optional<String> family = name.startsWith("json")
                ? Optional.of(json)
                : name.startsWith("fts") || name.startsWith("rtree") || name.startsWith("geopoly")
                        ? Optional.of(module)
                        : Optional.empty();
        return Optional.ofNullable(UNTRANSLATED.get(name)).or(() -> family);
    }

    /// @throws Untranslatable there are other than `least` to `most` arguments
    static void count(String name, List<Expression> arguments, int least, int most) throws Untranslatable {
        if (arguments.size() < least || arguments.size() > most) {
            throw new Untranslatable("the function %s() has %d arguments".formatted(name, arguments.size()));
        }
    }

    private static Map<String, String> untranslated() {
        String connection = "tells about the connection to SQLite";
        String aggregate = "works on many rows";
        String digits = "writes or rounds floating-point numbers in a way of its own";
        var reasons = new HashMap<>(Map.ofEntries(entry("printf", digits), entry("format", digits),
                entry("quote", "writes literals of SQLite"),
                entry("soundex", "is not in PostgreSQL without an extension"), entry("unistr", "is not in PostgreSQL"),
                entry("sqlite_version", connection), entry("sqlite_source_id", connection), entry("changes", connection),
                entry("total_changes", connection), entry("last_insert_rowid", connection), entry("load_extension", connection),
                entry("sqlite_compileoption_get", connection), entry("sqlite_compileoption_used", connection),
                entry("sqlite_offset", connection), entry("unhex", "gives NULL for some texts"),
                entry("timediff", "gives a text that PostgreSQL does not write"),
                entry("like", "is written as an operator in PostgreSQL"),
                entry("concat", "writes floating-point numbers in a way of its own"),
                entry("concat_ws", "writes floating-point numbers in a way of its own"),
                entry("subtype", "tells what SQLite keeps beside a value"),
                entry("match", "is the application's own or a full-text search"),
                entry("regexp", "is the application's own"), entry("snippet", "belongs to a full-text search"),
                entry("sqlite_log", connection), entry("unistr_quote", "writes literals of SQLite")));
        for (String name : List.of("avg", "count", "group_concat", "string_agg", "sum", "total", "row_number", "rank",
                "dense_rank", "lag",
                "lead", "first_value", "last_value", "ntile", "nth_value", "percent_rank", "cume_dist", "median", "percentile",
                "percentile_cont",
                "percentile_disc")) {
            reasons.put(name, aggregate);
        }
        for (String name : List.of("acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cos", "cosh", "degrees", "exp",
                "ln", "log",
                "log10", "log2", "mod", "pi", "pow", "power", "radians", "sin", "sinh", "sqrt", "tan", "tanh")) {
            reasons.put(name, "may differ from PostgreSQL's in its last digit or where it has no result");
        }
        return Map.copyOf(reasons);
    }
}
