package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.plan.PlanOptions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One thing that can be set: by a flag, else by a variable of the environment, else it has its default.
///
/// @param key its name: the flag without its dashes
/// @param variable the variable of the environment
/// @param fallback the default as text, or what it is where it depends on the source
/// @param range what values are allowed, with the unit
/// @param help one sentence for people
/// @param parse reads a text; throws [IllegalArgumentException] for a value outside the range
record Setting<T>(String key, String variable, String fallback, String range, String help, Function<String, T> parse) {

    /// A value and where it came from: `flag`, `environment` or `default`.
    record Found<T>(Setting<T> setting, Optional<T> value, String origin) {
        /// As people see it.
        String shown() {
            return value.map(Setting::word).orElse(setting.fallback());
        }
    }

    private static String word(Object value) {
        return value instanceof PlanOptions.Word choice ? choice.word() : String.valueOf(value);
    }

    /// The flag as it is typed: `--workers`.
    String flag() {
        return "--" + key;
    }

    /// The value by flag, else by environment, else nothing, which means the default. An empty variable is none.
    ///
    /// @throws ConfigException PT-104 the value is not allowed; names the range
    Found<T> find(Optional<String> flagValue, Map<String, String> environment) {
        if (flagValue.isPresent()) {
            return new Found<>(this, Optional.of(read(flagValue.get(), flag())), "flag " + flag());
        }
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            return new Found<>(this, Optional.of(read(value, variable)), "environment " + variable);
        }
        return new Found<>(this, Optional.empty(), "default");
    }

    private T read(String text, String place) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(104, "%s is not allowed: it must be %s".formatted(place, range),
                    "Nothing was begun; give another value", e);
        }
    }
}
