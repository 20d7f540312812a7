package dev.portage.verify;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What a JSON document means to jsonb, as one text: objects as sets of which the last duplicate wins, strings exact,
/// numbers by exact decimal with the scale that PostgreSQL keeps.
///
/// Built without recursion, because SQLite lets documents nest deeper than a stack is.
final class JsonForm {
    /// PostgreSQL's numeric has at most 131,072 digits before the point and 16,383 after it, so no jsonb holds more.
    private static final int LARGEST_EXPONENT = 140_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final boolean keepScale;
    private final Deque<Container> open = new ArrayDeque<>();
    private Optional<String> root = Optional.empty();

    private JsonForm(boolean keepScale) {
        this.keepScale = keepScale;
    }

    /// The canonical text; empty where the bytes are not one JSON document.
    static Optional<String> of(byte[] json, int offset, int length) {
        return new JsonForm(true).read(json, offset, length);
    }

    /// As [#of], with numbers compared without regard to scale.
    static Optional<String> withoutScale(byte[] json) {
        return new JsonForm(false).read(json, 0, json.length);
    }

    private Optional<String> read(byte[] json, int offset, int length) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (root.isPresent() || !accept(parser, token)) {
                    return Optional.empty();
                }
            }
        } catch (JacksonException _) {
            return Optional.empty();
        }
        return open.isEmpty() ? root : Optional.empty();
    }

    private boolean accept(JsonParser parser, JsonToken token) {
        switch (token) {
            case START_OBJECT -> open.push(new Members());
            case START_ARRAY -> open.push(new Elements());
            case END_OBJECT, END_ARRAY -> add(open.pop().text());
            case PROPERTY_NAME -> ((Members) open.element()).name = string(parser.getString());
            case VALUE_STRING -> add(string(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return number(parser.getString());
            }
            case VALUE_TRUE -> add("t");
            case VALUE_FALSE -> add("f");
            case VALUE_NULL -> add("n");
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(String digits) {
        BigDecimal value;
        try {
            value = new BigDecimal(digits);
        } catch (NumberFormatException _) {
            return false;
        }
        if (Math.abs((long) value.scale()) > LARGEST_EXPONENT) {
            return false;
        }
        if (!keepScale) {
            value = value.stripTrailingZeros();
        } else if (value.scale() < 0) {
            value = value.setScale(0);
        }
        add(value.unscaledValue() + "e" + value.scale());
        return true;
    }

    // The length in front keeps two neighbouring strings from reading as one.
    private static String string(String text) {
        return "\"" + text.length() + ":" + text;
    }

    private void add(String value) {
        Container container = open.peek();
        if (container == null) {
            root = Optional.of(value);
        } else {
            container.add(value);
        }
    }

    private interface Container {
        void add(String value);

        String text();
    }

    private static final class Elements implements Container {
        private final List<String> values = new ArrayList<>();

        @Override
        public void add(String value) {
            values.add(value);
        }

        @Override
        public String text() {
            return "[" + String.join(",", values) + "]";
        }
    }

    private static final class Members implements Container {
        private final Map<String, String> values = new TreeMap<>();
        private String name = "";

        @Override
        public void add(String value) {
            values.put(name, value);
        }

        @Override
        public String text() {
            StringBuilder out = new StringBuilder("{");
            values.forEach((key, value) -> out.append(key).append('=').append(value).append(','));
            return out.append('}').toString();
        }
    }
}
