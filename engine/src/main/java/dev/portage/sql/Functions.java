package dev.portage.sql;

import dev.portage.sql.Expression.FunctionCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes calls of functions. What is not here is not translated; [FunctionTable] says why.
final class Functions {
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
        rules.putAll(new WritingFunctions(translation).rules());
        rules.putAll(new JsonFunctions(translation).rules());
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
        return FunctionTable.find(name).filter(e -> e.translation().isEmpty()).map(FunctionTable.Entry::note);
    }

    /// @throws Untranslatable there are other than `least` to `most` arguments
    static void count(String name, List<Expression> arguments, int least, int most) throws Untranslatable {
        if (arguments.size() < least || arguments.size() > most) {
            throw new Untranslatable("the function %s() has %d arguments".formatted(name, arguments.size()));
        }
    }
}
