package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.schema.Schema;
import dev.portage.schema.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Brings the rules of plan.yaml to the tables and columns that they fit: a word of a table's or column's own block goes
/// before a rule's, and a later rule's before an earlier one's. A type and a form belong together: who names one of them
/// has named both.
final class RuleBook {
    private RuleBook() {}

    /// The choices with every rule brought to its tables and columns, and no rules.
    ///
    /// @throws ConfigException PT-115: a rule fits nothing
    static Choices applied(Choices choices, Schema schema) {
        if (choices.rules().isEmpty()) {
            return choices;
        }
        boolean[] used = new boolean[choices.rules().size()];
        Map<String, TableChoice> tables = new HashMap<>(choices.tables());
        for (Table table : schema.tables()) {
            TableChoice merged = table(choices, table, used);
            if (!merged.equals(TableChoice.NONE)) {
                tables.put(table.name(), merged);
            }
        }
        requireUsed(choices.rules(), used);
        return new Choices(choices.options(), List.of(), choices.hooks(), tables, choices.decisions(), choices.invariants(),
                choices.acceptSuggestions());
    }

    private static TableChoice table(Choices choices, Table table, boolean[] used) {
        TableChoice own = choices.table(table.name());
        boolean skip = own.skip();
        Optional<String> schema = own.targetSchema();
        Map<String, ColumnChoice> columns = new HashMap<>(own.columns());
        for (int i = choices.rules().size() - 1; i >= 0; i--) {
            Rule rule = choices.rules().get(i);
            if (ofTables(rule)) {
                if (glob(rule.match().orElseThrow()).matcher(table.name()).matches()) {
                    used[i] = true;
                    skip |= rule.table().skip();
                    schema = schema.or(() -> rule.table().targetSchema());
                }
                continue;
            }
            for (Table.Column column : table.columns()) {
                if (fits(rule, table, column)) {
                    used[i] = true;
                    columns.merge(column.name(), rule.column(), RuleBook::merged);
                }
            }
        }
        return new TableChoice(skip, own.rename(), schema, columns, own.values());
    }

    private static boolean ofTables(Rule rule) {
        return rule.match().filter(match -> !match.contains(".")).isPresent();
    }

    private static boolean fits(Rule rule, Table table, Table.Column column) {
        return rule.match().map(match -> glob(match).matcher(table.name() + "." + column.name()).matches()).orElse(true)
                && rule.declared().map(declared -> bare(declared).equals(bare(column.declaredType()))).orElse(true);
    }

    private static String bare(String type) {
        return type.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    private static Pattern glob(String pattern) {
        var regex = new StringBuilder();
        pattern.codePoints().forEach(c -> regex.append(switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(c));
        }));
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    /// What `own` says, and `rule` where it says nothing.
    private static ColumnChoice merged(ColumnChoice own, ColumnChoice rule) {
        ColumnChoice typed = own.type().isPresent() || own.form().isPresent() ? own : rule;
        return new ColumnChoice(own.skip() || rule.skip(), own.rename(), typed.type(), typed.form(), own.zone().or(rule::zone),
                first(own.trueWords(), rule.trueWords()), first(own.falseWords(), rule.falseWords()), own.nul().or(rule::nul),
                own.invalidUtf8().or(rule::invalidUtf8), first(own.nullIf(), rule.nullIf()), own.lossy() || rule.lossy());
    }

    private static List<String> first(List<String> own, List<String> rule) {
        return own.isEmpty() ? rule : own;
    }

    // A rule that a person wrote for something that is not there is a slip more often than not, and silence would hide it.
    private static void requireUsed(List<Rule> rules, boolean[] used) {
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                Rule rule = rules.get(i);
                String what = rule.match().map(match -> "match '" + match + "'").orElse("")
                        + (rule.match().isPresent() && rule.declared().isPresent() ? " and " : "")
                        + rule.declared().map(type -> "declared '" + type + "'").orElse("");
                throw new ConfigException(115, "rule %d of plan.yaml (%s) fits no %s of the source".formatted(i + 1, what,
                        ofTables(rule) ? "table" : "column"),
                        "Nothing was written; correct the rule or delete it, and run the same command again");
            }
        }
    }
}
