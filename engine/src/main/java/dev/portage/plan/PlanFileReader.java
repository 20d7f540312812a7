package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.plan.Choices.ColumnChoice;
import dev.portage.plan.Choices.Decision;
import dev.portage.plan.Choices.TableChoice;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes [Choices] of the blocks of plan.yaml.
final class PlanFileReader {
    /// What stands for an open decision.
    static final String UNDECIDED = "undecided";

    private static final String VERSION = "1";
    private static final Set<String> TOP_KEYS = Set.of("portage-plan", "source", "target-schema", "types", "identifiers",
            "existing", "owner", "grant", "before", "after", "rules", "invariants", "tables", "decisions");
    private static final Set<String> TABLE_KEYS = Set.of("target", "target-schema", "skip", "decide", "values", "columns",
            "decisions");
    private static final Set<String> COLUMN_KEYS = Set.of("type", "form", "zone", "true", "false", "nul", "invalid-utf8",
            "null-if",
            "rename", "skip", "lossy", "decide");
    private static final Set<String> DECISION_KEYS = Set.of("code", "table", "column", "subject", "choice");
    private static final Set<String> INVARIANT_KEYS = Set.of("name", "sqlite", "postgresql");
    private static final Pattern CHOICE = Pattern.compile("[a-z][a-z0-9-]*(:\\S+)?");

    private final List<PlacedDecision> decisions = new ArrayList<>();
    private final List<PlacedName> names = new ArrayList<>();

    /// An answer and where it stands.
    record PlacedDecision(Decision decision, PlanFileNode place) {}

    /// A table, or a column of it, and where it stands.
    record PlacedName(String table, Optional<String> column, PlanFileNode place) {}

    /// The answers that were read.
    List<PlacedDecision> decisions() {
        return decisions;
    }

    /// The tables and columns that were named.
    List<PlacedName> names() {
        return names;
    }

    /// What the file says.
    Choices read(PlanFileNode top, boolean acceptSuggestions) {
        Map<String, PlanFileNode> entries = top.entries(TOP_KEYS);
        PlanFileNode version = required(top, entries, "portage-plan");
        if (!version.text().equals(VERSION)) {
            throw version.error(146, "is not " + VERSION + ", the only form of plans that this Portage reads");
        }
        Map<String, TableChoice> tables = new LinkedHashMap<>();
        PlanFileNode.find(entries, "tables").map(PlanFileNode::entries).orElse(Map.of())
                .forEach((name, block) -> tables.put(name, table(name, block)));
        PlanFileNode.find(entries, "decisions").ifPresent(list -> decisionList(list, Optional.empty()));
        List<MigrationPlan.Invariant> invariants = PlanFileNode.find(entries, "invariants").map(PlanFileNode::items)
                .orElse(List.of())
                .stream().map(PlanFileReader::invariant).toList();
        tables.values().removeIf(TableChoice.NONE::equals);
        return new Choices(PlanFileHead.options(entries, name(required(top, entries, "target-schema"))),
                PlanFileHead.rules(entries), PlanFileHead.hooks(entries), tables,
                decisions.stream().map(PlacedDecision::decision).toList(), invariants, acceptSuggestions);
    }

    private TableChoice table(String table, PlanFileNode block) {
        Map<String, PlanFileNode> entries = block.entries(TABLE_KEYS);
        names.add(new PlacedName(table, Optional.empty(), block));
        Map<String, ColumnChoice> columns = new LinkedHashMap<>();
        PlanFileNode.find(entries, "columns").map(PlanFileNode::entries).orElse(Map.of())
                .forEach((name, column) -> columns.put(name, column(table, name, column)));
        columns.values().removeIf(ColumnChoice.NONE::equals);
        PlanFileNode.find(entries, "decide").ifPresent(decide -> decide(decide, table, Optional.empty()));
        PlanFileNode.find(entries, "decisions").ifPresent(list -> decisionList(list, Optional.of(table)));
        return new TableChoice(truth(entries, "skip"), PlanFileNode.find(entries, "target").map(PlanFileReader::name),
                PlanFileNode.find(entries, "target-schema").map(PlanFileReader::name), columns, values(entries));
    }

    private static Map<String, String> values(Map<String, PlanFileNode> entries) {
        Map<String, String> values = new LinkedHashMap<>();
        PlanFileNode.find(entries, "values").map(PlanFileNode::entries).orElse(Map.of())
                .forEach((column, sql) -> values.put(column, sql.text()));
        return values;
    }

    private ColumnChoice column(String table, String column, PlanFileNode block) {
        Map<String, PlanFileNode> entries = block.entries(COLUMN_KEYS);
        names.add(new PlacedName(table, Optional.of(column), block));
        PlanFileNode.find(entries, "decide").ifPresent(decide -> decide(decide, table, Optional.of(column)));
        return choice(entries);
    }

    /// What a column's block, or a rule, says of columns.
    static ColumnChoice choice(Map<String, PlanFileNode> entries) {
        return new ColumnChoice(truth(entries, "skip"), PlanFileNode.find(entries, "rename").map(PlanFileReader::name),
                PlanFileNode.find(entries, "type").map(PlanFileReader::type),
                PlanFileNode.find(entries, "form").map(node -> word(node, PlanFileWords.FORMS, "transcoded")),
                PlanFileNode.find(entries, "zone").map(PlanFileReader::zone), texts(entries, "true"), texts(entries, "false"),
                PlanFileNode.find(entries, "nul").map(node -> node.oneOf(PlanFileWords.NUL)),
                PlanFileNode.find(entries, "invalid-utf8").map(node -> word(node, PlanFileWords.NUL, "transcode")),
                texts(entries, "null-if"), truth(entries, "lossy"));
    }

    private void decide(PlanFileNode block, String table, Optional<String> column) {
        block.entries().forEach((key, value) -> {
            HazardCode code = code(key, value);
            add(new Decision(code, Optional.of(table), column, Optional.empty(), choice(value)), value);
        });
    }

    private void decisionList(PlanFileNode list, Optional<String> table) {
        for (PlanFileNode item : list.items()) {
            Map<String, PlanFileNode> entries = item.entries(DECISION_KEYS);
            PlanFileNode code = required(item, entries, "code");
            PlanFileNode choice = required(item, entries, "choice");
            Optional<String> named = PlanFileNode.find(entries, "table").map(PlanFileNode::text);
            if (table.isPresent() && named.isPresent() && !named.equals(table)) {
                throw item.error(144, "names another table than the one it stands under");
            }
            add(new Decision(code(code.text(), code), table.or(() -> named),
                    PlanFileNode.find(entries, "column").map(PlanFileNode::text),
                    PlanFileNode.find(entries, "subject").map(PlanFileNode::text), choice(choice)), choice);
        }
    }

    private void add(Decision decision, PlanFileNode place) {
        if (decision.choice().equals(UNDECIDED)) {
            return;
        }
        for (PlacedDecision other : decisions) {
            Decision known = other.decision();
            boolean same = known.code() == decision.code() && known.table().equals(decision.table())
                    && known.column().equals(decision.column()) && known.subject().equals(decision.subject());
            if (same && !known.choice().equals(decision.choice())) {
                throw place.error(143, "answers what line %d has answered otherwise".formatted(other.place().line()));
            }
            if (same) {
                return;
            }
        }
        decisions.add(new PlacedDecision(decision, place));
    }

    private static HazardCode code(String word, PlanFileNode place) {
        List<String> blockers = List.of(HazardCode.values()).stream().filter(code -> code.severity() == Severity.BLOCKER)
                .map(HazardCode::code).toList();
        HazardCode code = PlanFileWords.code(word)
                .orElseThrow(() -> place.error(140, "is about no hazard; " + PlanFileNode.meant(word, blockers)));
        if (code.severity() != Severity.BLOCKER) {
            throw place.error(144, "is about a %s, which asks for no decision".formatted(code.severity().word()));
        }
        return code;
    }

    private static String choice(PlanFileNode value) {
        String text = value.text();
        if (!CHOICE.matcher(text).matches()) {
            throw value.error(144, "must be one of the words behind it, or " + UNDECIDED);
        }
        if (text.startsWith("transcode:") && !PlanFileWords.charset(text, "transcode")) {
            throw value.error(144, "names a character set that is not known here; try transcode:windows-1252");
        }
        return text;
    }

    private static MigrationPlan.Invariant invariant(PlanFileNode item) {
        Map<String, PlanFileNode> entries = item.entries(INVARIANT_KEYS);
        return new MigrationPlan.Invariant(required(item, entries, "name").text(), required(item, entries, "sqlite").text(),
                required(item, entries, "postgresql").text());
    }

    static PlanFileNode required(PlanFileNode block, Map<String, PlanFileNode> entries, String key) {
        return Optional.ofNullable(entries.get(key)).orElseThrow(() -> block.error(144, "lacks the key '%s'".formatted(key)));
    }

    static boolean truth(Map<String, PlanFileNode> entries, String key) {
        return PlanFileNode.find(entries, key).map(PlanFileNode::truth).orElse(false);
    }

    private static List<String> texts(Map<String, PlanFileNode> entries, String key) {
        return PlanFileNode.find(entries, key).map(PlanFileNode::texts).orElse(List.of());
    }

    static String name(PlanFileNode node) {
        String name = node.text();
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            throw node.error(144, "must be a name, without control characters");
        }
        return name;
    }

    private static String word(PlanFileNode node, List<String> words, String charsetPrefix) {
        return PlanFileWords.charset(node.text(), charsetPrefix)
                ? node.text()
                : node.oneOf(
                        java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of(charsetPrefix + ":CHARSET"))
                                .toList());
    }

    private static TargetType type(PlanFileNode node) {
        try {
            return TargetType.parse(node.text());
        } catch (NumberFormatException e) {
            throw node.error(144, "has a number that is too large");
        } catch (IllegalArgumentException e) {
            throw node.error(144, "is no type: " + PlanFileText.comment(Objects.requireNonNullElse(e.getMessage(), "")));
        }
    }

    private static ZoneId zone(PlanFileNode node) {
        try {
            return ZoneId.of(node.text());
        } catch (DateTimeException e) {
            throw node.error(144, "is no time zone; %s".formatted(PlanFileNode.meant(node.text(), ZoneId.getAvailableZoneIds())));
        }
    }
}
