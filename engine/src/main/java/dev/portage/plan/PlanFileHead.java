package dev.portage.plan;

import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.TableChoice;
import dev.portage.plan.PlanOptions.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The part of plan.yaml before the tables: options, owner and privileges, a person's own SQL, rules. Written and read here,
/// so that the two cannot part.
final class PlanFileHead {
    /// What `grant:` may give on a table. Source: GRANT in PostgreSQL's documentation.
    static final List<String> PRIVILEGES = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");

    private static final Set<String> RULE_KEYS = Set.of("match", "declared", "target-schema", "type", "form", "zone", "true",
            "false", "nul", "invalid-utf8", "null-if", "skip", "lossy");

    private PlanFileHead() {}

    /// The lines from `target-schema:` to the rules.
    static String text(Choices choices) {
        PlanOptions options = choices.options();
        List<String> lines = new ArrayList<>(List.of("target-schema: " + PlanFileText.name(options.targetSchema())));
        lines.add(word("types", options.types(), PlanOptions.Types.NATIVE, PlanOptions.Types.class));
        lines.add(word("identifiers", options.identifiers(), PlanOptions.Identifiers.PRESERVE, PlanOptions.Identifiers.class));
        lines.add(word("existing", options.existing(), PlanOptions.Existing.ABORT, PlanOptions.Existing.class));
        options.owner().ifPresent(owner -> lines.add("owner: " + PlanFileText.name(owner)));
        hooks(choices.hooks(), lines);
        if (choices.rules().isEmpty()) {
            lines.add(
                    "# rules:                      # for all columns, or tables, of a pattern; a later one goes before an earlier one");
            lines.add("#   - {match: \"*.created_at\", type: timestamptz, zone: UTC}");
        } else {
            lines.add("rules:");
            choices.rules().forEach(rule -> lines.add("  - " + line(rule)));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static <E extends Enum<E> & Word> String word(String key, E chosen, E usual, Class<E> type) {
        return chosen == usual
                ? "# %s: %s    # %s".formatted(key, usual.word(), String.join(" | ", Word.words(type)))
                : key + ": " + chosen.word();
    }

    private static void hooks(Hooks hooks, List<String> lines) {
        if (!hooks.grants().isEmpty()) {
            lines.add("grant:");
            hooks.grants().forEach((role, privileges) -> lines
                    .add("  %s: %s".formatted(PlanFileText.name(role),
                            PlanFileText.quoted(privileges.toLowerCase(Locale.ROOT)))));
        }
        statements("before", hooks.before(), lines);
        statements("after", hooks.after(), lines);
    }

    private static void statements(String key, List<String> statements, List<String> lines) {
        if (!statements.isEmpty()) {
            lines.add(key + ":");
            statements.forEach(sql -> lines.add("  - " + PlanFileText.paragraph(sql, 4)));
        }
    }

    private static String line(Rule rule) {
        List<String> parts = new ArrayList<>();
        ColumnChoice column = rule.column();
        rule.match().ifPresent(match -> parts.add("match: " + PlanFileText.quoted(match)));
        rule.declared().ifPresent(declared -> parts.add("declared: " + PlanFileText.quoted(declared)));
        rule.table().targetSchema().ifPresent(schema -> parts.add("target-schema: " + PlanFileText.quoted(schema)));
        column.type().ifPresent(type -> parts.add("type: " + PlanFileText.quoted(type.sql())));
        column.form().ifPresent(form -> parts.add("form: " + PlanFileText.quoted(form)));
        column.zone().ifPresent(zone -> parts.add("zone: " + PlanFileText.quoted(zone.getId())));
        list("true", column.trueWords(), parts);
        list("false", column.falseWords(), parts);
        column.nul().ifPresent(nul -> parts.add("nul: " + PlanFileText.quoted(nul)));
        column.invalidUtf8().ifPresent(invalid -> parts.add("invalid-utf8: " + PlanFileText.quoted(invalid)));
        list("null-if", column.nullIf(), parts);
        if (column.skip() || rule.table().skip()) {
            parts.add("skip: true");
        }
        if (column.lossy()) {
            parts.add("lossy: true");
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static void list(String key, List<String> texts, List<String> parts) {
        if (!texts.isEmpty()) {
            parts.add(texts.stream().map(PlanFileText::quoted).collect(Collectors.joining(", ", key + ": [", "]")));
        }
    }

    /// What the head asks of the plan as a whole.
    static PlanOptions options(Map<String, PlanFileNode> entries, String schema) {
        PlanOptions usual = PlanOptions.of(schema);
        return new PlanOptions(schema, PlanFileNode.find(entries, "owner").map(PlanFileReader::name),
                word(entries, "types", PlanOptions.Types.class).orElse(usual.types()),
                word(entries, "identifiers", PlanOptions.Identifiers.class).orElse(usual.identifiers()),
                word(entries, "existing", PlanOptions.Existing.class).orElse(usual.existing()));
    }

    private static <E extends Enum<E> & Word> Optional<E> word(Map<String, PlanFileNode> entries, String key, Class<E> type) {
        return PlanFileNode.find(entries, key).map(node -> node.oneOf(Word.words(type)))
                .flatMap(word -> Word.find(type, word));
    }

    /// A person's own SQL, and privileges.
    static Hooks hooks(Map<String, PlanFileNode> entries) {
        Map<String, String> grants = new LinkedHashMap<>();
        PlanFileNode.find(entries, "grant").map(PlanFileNode::entries).orElse(Map.of())
                .forEach((role, privileges) -> grants.put(role, privileges(role, privileges)));
        return new Hooks(statements(entries, "before"), statements(entries, "after"), grants);
    }

    private static String privileges(String role, PlanFileNode node) {
        if (role.isEmpty() || role.codePoints().anyMatch(Character::isISOControl)) {
            throw node.error(144, "names no role");
        }
        List<String> words = Stream.of(node.text().split(",", -1)).map(word -> word.strip().toUpperCase(Locale.ROOT)).toList();
        words.stream().filter(word -> !PRIVILEGES.contains(word)).findFirst().ifPresent(word -> {
            throw node.error(144, "gives '%s'; it must be some of %s, with commas between them"
                    .formatted(PlanFileText.comment(word), String.join(", ", PRIVILEGES).toLowerCase(Locale.ROOT)));
        });
        return String.join(", ", words);
    }

    private static List<String> statements(Map<String, PlanFileNode> entries, String key) {
        List<PlanFileNode> items = PlanFileNode.find(entries, key).map(PlanFileNode::items).orElse(List.of());
        for (PlanFileNode item : items) {
            if (item.text().isBlank() || item.text().indexOf('\0') >= 0) {
                throw item.error(144, "must be a statement of SQL");
            }
        }
        return items.stream().map(PlanFileNode::text).toList();
    }

    /// The rules in the order of the file.
    static List<Rule> rules(Map<String, PlanFileNode> entries) {
        return PlanFileNode.find(entries, "rules").map(PlanFileNode::items).orElse(List.of()).stream().map(PlanFileHead::rule)
                .toList();
    }

    private static Rule rule(PlanFileNode item) {
        Map<String, PlanFileNode> entries = item.entries(RULE_KEYS);
        Optional<String> match = PlanFileNode.find(entries, "match").map(PlanFileReader::name);
        Optional<String> declared = PlanFileNode.find(entries, "declared").map(PlanFileReader::name);
        if (match.isEmpty() && declared.isEmpty()) {
            throw item.error(144, "needs match, declared, or both");
        }
        boolean ofTables = match.isPresent() && !match.get().contains(".");
        Set<String> here = ofTables ? Set.of("match", "skip", "target-schema") : Set.of();
        for (Map.Entry<String, PlanFileNode> entry : entries.entrySet()) {
            boolean fits = ofTables ? here.contains(entry.getKey()) : !entry.getKey().equals("target-schema");
            if (!fits) {
                throw entry.getValue().error(144, ofTables
                        ? "cannot be said of tables, which 'match' without a dot means; write table.column for columns"
                        : "can be said of tables only, which 'match' without a dot means");
            }
        }
        if (entries.keySet().stream().allMatch(key -> key.equals("match") || key.equals("declared"))) {
            throw item.error(144, "says nothing about what it fits");
        }
        if (!ofTables) {
            return new Rule(match, declared, PlanFileReader.choice(entries), TableChoice.NONE);
        }
        return new Rule(match, declared, ColumnChoice.NONE, new TableChoice(PlanFileReader.truth(entries, "skip"),
                Optional.empty(), PlanFileNode.find(entries, "target-schema").map(PlanFileReader::name), Map.of()));
    }
}
