package dev.portage.plan;

import dev.portage.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value in plan.yaml and where it stands; each question about its shape either has an answer or ends with an error
/// that names the line.
///
/// @param path what leads to it, for messages: `tables.stock.columns.qty`
record PlanFileNode(String file, Node node, String path) {
    private static final String MEND = "Nothing was changed; mend the line and run the same command again";

    /// The line, counted from 1.
    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /// True for `key:` with nothing behind it.
    boolean blank() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty();
    }

    /// The entries in the order of the file; none where nothing is there. Each key is a string, whatever YAML would make
    /// of it.
    Map<String, PlanFileNode> entries() {
        Map<String, PlanFileNode> entries = new LinkedHashMap<>();
        if (blank()) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw error(145, "must be a block of 'key: value' lines");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new PlanFileNode(file, tuple.getKeyNode(), path).error(145, "has a key that is not a word");
            }
            var value = new PlanFileNode(file, tuple.getValueNode(),
                    path.isEmpty() ? shown(key.getValue()) : path + "." + shown(key.getValue()));
            if (entries.put(key.getValue(), value) != null) {
                throw new PlanFileNode(file, key, value.path).error(143, "stands twice in the same block");
            }
        }
        return entries;
    }

    /// The entries, where only these keys may stand.
    Map<String, PlanFileNode> entries(Set<String> known) {
        Map<String, PlanFileNode> entries = entries();
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.error(140, "is no key of plan.yaml here; " + meant(key, known));
            }
        });
        return entries;
    }

    /// `the nearest is 'type'`, or all there are.
    static String meant(String word, Collection<String> known) {
        return PlanFileWords.nearest(word, known).map(near -> "the nearest is '" + shown(near) + "'")
                .orElseGet(() -> known.isEmpty()
                        ? "there are none"
                        : known.size() > 20
                                ? "nothing is like it"
                                : "there are " + shown(String.join(", ", known.stream().sorted().toList())));
    }

    /// The items of a list; none where nothing is there.
    List<PlanFileNode> items() {
        if (blank()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw error(145, "must be a list: [a, b], or lines that begin with '- '");
        }
        List<PlanFileNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new PlanFileNode(file, item, path + "[" + (items.size() + 1) + "]"));
        }
        return items;
    }

    /// The text of a value; a number or a truth value is taken by its characters.
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error(145, "must be one value, not a block or a list");
        }
        if (blank()) {
            throw error(144, "needs a value; take the key away to keep the proposal");
        }
        if (scalar.isPlain() && scalar.getTag().equals(Tag.NULL)) {
            throw error(144, "is null; put the word between quotes if it is meant as a text, or take the key away");
        }
        return scalar.getValue();
    }

    /// The texts of a list.
    List<String> texts() {
        return items().stream().map(PlanFileNode::text).toList();
    }

    /// `true` or `false`.
    boolean truth() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(144, "is '%s'; it must be true or false".formatted(shown(text())));
        };
    }

    /// One word of a list.
    String oneOf(List<String> words) {
        String text = text();
        if (!words.contains(text)) {
            throw error(144, "is '%s'; it must be one of %s".formatted(shown(text), String.join(", ", words)));
        }
        return text;
    }

    /// The error that `what` is wrong here.
    ConfigException error(int number, String what) {
        String where = path.isEmpty() ? "the file" : "'" + path + "'";
        return new ConfigException(number, "%s, line %d: %s %s".formatted(file, line(), where, what), MEND);
    }

    /// The value of a key, where it is there.
    static Optional<PlanFileNode> find(Map<String, PlanFileNode> entries, String key) {
        return Optional.ofNullable(entries.get(key));
    }

    private static String shown(String text) {
        return PlanFileText.comment(text.length() > 80 ? text.substring(0, 80) + "…" : text);
    }
}
