package dev.portage.plan;

import dev.portage.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads plan.yaml as YAML 1.2 without what a plan has no use for: tags, anchors, several documents, deep nesting.
final class PlanFileSyntax {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_DEPTH = 12;
    private static final String MEND = "Nothing was changed; mend the file, or delete it and type portage plan to have it written anew";

    private final String file;
    private int depth;
    private int documents;

    private PlanFileSyntax(String file) {
        this.file = file;
    }

    /// The block at the top of the file.
    ///
    /// @throws ConfigException the file cannot be read, is no UTF-8, or no YAML of the allowed kind
    static PlanFileNode read(Path path) {
        String file = PlanFileText.comment(String.valueOf(path.getFileName()));
        return new PlanFileSyntax(file).parse(content(path, file));
    }

    private static String content(Path path, String file) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new ConfigException(141, "%s is not there, or is no ordinary file".formatted(file),
                        "Nothing was changed; type portage plan to have it written");
            }
            long bytes = Files.size(path);
            if (bytes > MOST_BYTES) {
                throw new ConfigException(141, "%s has %,d bytes; a plan has at most %,d".formatted(file, bytes, MOST_BYTES),
                        MEND);
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(path))).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(141, "%s is not UTF-8".formatted(file), "Nothing was changed; save the file as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException(141, "%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()),
                    "Nothing was changed; check who may read the file", e);
        }
    }

    static PlanFileNode ofText(String text) {
        return new PlanFileSyntax("plan.yaml").parse(text);
    }

    private PlanFileNode parse(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).setCodePointLimit((int) MOST_BYTES)
                .setMaxAliasesForCollections(0).build();
        try {
            // Events first: the composer calls itself for each level, the parser does not.
            for (Event event : new Parse(settings).parseString(text)) {
                check(event);
            }
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                throw new ConfigException(142, file + " is empty", MEND);
            }
            return new PlanFileNode(file, node.get(), "");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new ConfigException(142,
                    "%s, line %d: this is not YAML (%s)".formatted(file, line,
                            PlanFileText.comment(String.valueOf(e.getProblem()))),
                    MEND, e);
        } catch (YamlEngineException e) {
            throw new ConfigException(142,
                    "%s is not YAML (%s)".formatted(file, PlanFileText.comment(String.valueOf(e.getMessage()))), MEND, e);
        }
    }

    private void check(Event event) {
        switch (event) {
            case AliasEvent _ -> throw refused(event, "an alias (*name)");
            case DocumentStartEvent _ -> {
                if (++documents > 1) {
                    throw refused(event, "a second document (---)");
                }
            }
            case CollectionStartEvent start -> {
                plain(start, start.getTag());
                if (++depth > MOST_DEPTH) {
                    throw refused(event, "a block %d levels deep".formatted(depth));
                }
            }
            case CollectionEndEvent _ -> depth--;
            case ScalarEvent scalar -> plain(scalar, scalar.getTag());
            default -> {
                // The ends of the stream and of its document say nothing.
            }
        }
    }

    private void plain(NodeEvent event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw refused(event, "a tag (!)");
        }
        if (event.getAnchor().isPresent()) {
            throw refused(event, "an anchor (&name)");
        }
    }

    private ConfigException refused(Event event, String what) {
        int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
        return new ConfigException(143, "%s, line %d: a plan may not have %s".formatted(file, line, what), MEND);
    }
}
