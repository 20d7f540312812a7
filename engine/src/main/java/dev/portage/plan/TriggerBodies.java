package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.sql.Expression;
import dev.portage.sql.References;
import dev.portage.sql.TriggerStatement;
import dev.portage.sql.TriggerStatement.Assignment;
import dev.portage.sql.TriggerStatement.Branch;
import dev.portage.sql.TriggerStatement.Guard;
import dev.portage.sql.TriggerStatement.Update;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes what the function of a trigger does, in PL/pgSQL.
final class TriggerBodies {
    /// The variable that keeps the row as the statement wrote it.
    static final String WRITTEN = "written";

    private final TriggerRule rule;
    private final TablePlan table;
    private final TriggerExpressions expressions;
    private final TriggerEffects effects;
    private final Timing timing;

    /// @param timing when it fires in PostgreSQL
    TriggerBodies(TriggerRule rule, Timing timing, TriggerEffects effects) {
        this.rule = rule;
        this.table = rule.table();
        this.timing = timing;
        this.effects = effects;
        this.expressions = new TriggerExpressions(table, rule.text().event(), timing);
    }

    /// The condition of the trigger; empty where it always fires.
    Optional<String> when() throws Untranslatable {
        return rule.when().isEmpty()
                ? Optional.empty()
                : Optional.of(expressions.condition(rule.when().get(), new TriggerExpressions.Bare.Nothing()));
    }

    /// The lines between BEGIN and END.
    ///
    /// @param again the guards that a stamp must ask once more, for SQLite would
    List<String> lines(TriggerRule.Kind kind, List<TriggerRule> again) throws Untranslatable {
        var lines = new ArrayList<String>();
        Set<String> set = new HashSet<>();
        for (TriggerStatement statement : rule.statements()) {
            lines.addAll(switch (statement) {
                case Guard guard -> guard(guard);
                case Update update when kind == TriggerRule.Kind.STAMP -> stamp(update, set, again);
                default -> effects.lines(rule, statement, expressions);
            });
        }
        lines.add("RETURN " + (timing == Timing.AFTER ? "NULL" : rule.text().event() == Event.DELETE ? "OLD" : "NEW") + ";");
        return lines;
    }

    private List<String> stamp(Update update, Set<String> setBefore, List<TriggerRule> again) throws Untranslatable {
        var bare = new TriggerExpressions.Bare.NewRow();
        TriggerKeys keys = TriggerKeys.of(table, update.where());
        var conditions = new ArrayList<String>();
        for (Expression condition : keys.conditions()) {
            requireFresh(condition, setBefore);
            conditions.add(expressions.condition(condition, bare));
        }
        List<String> lines = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (Assignment assignment : update.assignments()) {
            ColumnPlan column = assigned(assignment);
            lines.addAll(TriggerChecks.of(table, column));
            requireFresh(assignment.value(), setBefore);
            targets.add("NEW." + Identifier.quote(column.target()));
            values.add(expressions.value(assignment.value(), column, bare));
        }
        if (!again.isEmpty()) {
            lines.add(WRITTEN + " := NEW;");
        }
        lines.add(values.size() == 1
                ? targets.getFirst() + " := " + values.getFirst() + ";"
                : "SELECT " + String.join(", ", values) + " INTO " + String.join(", ", targets) + ";");
        if (!again.isEmpty()) {
            lines.add("OLD := " + WRITTEN + ";");
        }
        for (TriggerRule guard : again) {
            lines.addAll(again(guard));
        }
        update.assignments().forEach(assignment -> setBefore.add(TriggerRule.lower(assignment.column())));
        return conditions.isEmpty() ? lines : branch("IF", String.join(" AND ", conditions), lines, true);
    }

    private List<String> again(TriggerRule guard) throws Untranslatable {
        var lines = new ArrayList<String>();
        for (TriggerStatement statement : guard.statements()) {
            lines.addAll(guard((Guard) statement));
        }
        return guard.when().isEmpty() ? lines : branch("IF", condition(guard.when().get()), lines, true);
    }

    private ColumnPlan assigned(Assignment assignment) throws Untranslatable {
        ColumnPlan column = table.findColumn(assignment.column())
                .orElseThrow(() -> new Untranslatable("it sets %s, which is no column".formatted(assignment.column())));
        if (column.skip()) {
            throw new Untranslatable("it sets the column %s, which is left out".formatted(assignment.column()));
        }
        if (column.source().keyPosition() > 0) {
            throw new Untranslatable("it sets the column %s of the key".formatted(assignment.column()));
        }
        return column;
    }

    // NEW is the row of the statement in SQLite, and the row as it is by now in PostgreSQL.
    private static void requireFresh(Expression expression, Set<String> setBefore) throws Untranslatable {
        for (Expression.ColumnRef reference : References.of(expression)) {
            if (reference.table().filter("NEW"::equalsIgnoreCase).isPresent()
                    && setBefore.contains(TriggerRule.lower(reference.name()))) {
                throw new Untranslatable("it reads NEW.%s after it has set it".formatted(reference.name()));
            }
        }
    }

    private List<String> guard(Guard guard) throws Untranslatable {
        List<String> lines = new ArrayList<>();
        String word = "IF";
        boolean always = false;
        for (Branch branch : guard.branches()) {
            List<String> raised = List.of(raised(branch));
            if (branch.when().isEmpty()) {
                lines.addAll(word.equals("IF") ? raised : branch("ELSE", "", raised, false));
                always = word.equals("IF");
                break;
            }
            lines.addAll(branch(word, condition(branch.when().get()), raised, false));
            word = "ELSIF";
        }
        if (!always) {
            lines.add("END IF;");
        }
        return guard.where().isEmpty() ? lines : branch("IF", condition(guard.where().get()), lines, true);
    }

    private String condition(Expression expression) throws Untranslatable {
        return expressions.condition(expression, new TriggerExpressions.Bare.Nothing());
    }

    static List<String> branch(String word, String condition, List<String> within, boolean ended) {
        var lines = new ArrayList<String>();
        lines.add(word.equals("ELSE") ? word : word + " " + condition + " THEN");
        lines.addAll(within.stream().map(line -> "    " + line).collect(Collectors.toList()));
        if (ended) {
            lines.add("END IF;");
        }
        return lines;
    }

    private String raised(Branch branch) throws Untranslatable {
        if (branch.raise().isEmpty()) {
            return "NULL;";
        }
        Expression.Raise raise = branch.raise().get();
        if (raise.action().equals("IGNORE")) {
            return ignored();
        }
        String message = switch (raise.message().orElse(null)) {
            case Expression.TextLiteral(var text) -> text;
            // What stands between double quotes, or bare, is the message too.
            case Expression.ColumnRef(var of, var name, _) when of.isEmpty() -> name;
            case null, default -> throw new Untranslatable("the message of its RAISE is not a constant");
        };
        return "RAISE EXCEPTION USING MESSAGE = " + literal(message) + ", ERRCODE = 'check_violation';";
    }

    private static String literal(String message) throws Untranslatable {
        if (message.indexOf('\0') >= 0) {
            throw new Untranslatable("its message holds U+0000, which PostgreSQL cannot");
        }
        return Identifier.literal(message);
    }

    private String ignored() throws Untranslatable {
        if (timing == Timing.AFTER) {
            throw new Untranslatable("RAISE(IGNORE) would leave out a row that is written already");
        }
        boolean acted = table.source().foreignKeys().stream().anyMatch(key -> rule.text().event() == Event.DELETE
                ? key.onDelete().equals("CASCADE")
                : !key.onUpdate().equals("NO ACTION") || key.onDelete().startsWith("SET"));
        if (acted && rule.text().event() != Event.INSERT) {
            throw new Untranslatable("RAISE(IGNORE) would leave a foreign key's action undone in PostgreSQL");
        }
        return "RETURN NULL;";
    }
}
