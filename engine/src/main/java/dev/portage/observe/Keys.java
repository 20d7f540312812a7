package dev.portage.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The key of a row as people read it.
public final class Keys {
    private static final int LONGEST = 60;

    private Keys() {}

    /// `[1, "a"]`; a value longer than 60 characters is cut and ends with `…`, a blob is `x'00ff'`, nothing is `null`.
    public static String of(List<Object> key) {
        return key.stream().map(Keys::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String value(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Keys::value).orElse("null");
            case String text -> '"' + cut(text) + '"';
            case Map<?, ?> blob when blob.get("blob") instanceof String hex -> "x'" + cut(hex) + "'";
            default -> cut(String.valueOf(value));
        };
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
