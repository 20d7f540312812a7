package dev.portage.plan;

import dev.portage.schema.Identifier;
import dev.portage.schema.Schema;
import dev.portage.sql.Expression;
import dev.portage.sql.TriggerStatement;
import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import dev.portage.sql.Untranslatable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes triggers, each with a function of its own in PL/pgSQL; those that have no exact counterpart are named.
///
/// A trigger that writes columns of the updated row becomes BEFORE UPDATE, because PostgreSQL would run SQLite's form
/// without an end. One that raises stays before or after; its error is a `check_violation` (23514), so that drivers
/// report a violated rule as they did with SQLite. One that writes other rows stays AFTER.
final class DdlTriggers {
    private final DdlContext context;
    private final DdlSearch search;
    private final List<Ddl.Step> steps = new ArrayList<>();
    private final Map<String, List<TriggerRule>> rules = new HashMap<>();

    /// A trigger that has a translation of its own.
    ///
    /// @param again the guards that it must ask once more
    private record Draft(TriggerRule rule, TriggerRule.Kind kind, Timing timing, Optional<String> when, List<String> lines,
            List<TriggerRule> again) {
        boolean stamps() {
            return kind == TriggerRule.Kind.STAMP;
        }
    }

    DdlTriggers(DdlContext context, Schema schema, DdlSearch search) {
        this.context = context;
        this.search = search;
        List<TriggerRule> read = new ArrayList<>();
        for (Schema.Trigger trigger : schema.triggers()) {
            read(trigger).ifPresent(read::add);
        }
        read.forEach(rule -> rules.computeIfAbsent(TriggerRule.lower(rule.table().source().name()), _ -> new ArrayList<>())
                .add(rule));
        List<Draft> drafts = new ArrayList<>();
        for (TriggerRule rule : read) {
            draft(rule, List.of()).ifPresent(drafts::add);
        }
        compatible(drafts).forEach(this::write);
    }

    /// Functions and the triggers that call them, in order.
    List<Ddl.Step> steps() {
        return steps;
    }

    private Optional<TriggerRule> read(Schema.Trigger trigger) {
        Optional<TablePlan> table = context.findTable(trigger.database(), trigger.table());
        if (table.isEmpty()) {
            context.hazards().warnFile(HazardCode.TRIGGER_UNTRANSLATED, trigger.name(),
                    message(trigger, "%s is %s".formatted(trigger.table(), context.kindOf(trigger.database(), trigger.table()))));
            return Optional.empty();
        }
        try {
            if (!DdlContext.isWritten(table.get())) {
                throw new Untranslatable("its table is " + DdlContext.absence(table.get()));
            }
            TriggerRule rule = TriggerRule.of(trigger, table.get());
            Set<String> kept = search.keptFor(table.get());
            TriggerRule left = rule.without(kept);
            if (left.statements().size() < rule.statements().size()) {
                context.hazards().warn(HazardCode.TRIGGER_REPLACED, table.get(), trigger.name(),
                        "trigger %s (%s) keeps a search table in step, which the generated column does on PostgreSQL"
                                .formatted(trigger.name(), TriggerWords.does(trigger)));
            }
            return left.statements().isEmpty() && !rule.statements().isEmpty() ? Optional.empty() : Optional.of(left);
        } catch (Untranslatable e) {
            untranslated(trigger, table.get(), e.reason());
            return Optional.empty();
        }
    }

    private Optional<Draft> draft(TriggerRule rule, List<TriggerRule> again) {
        try {
            TriggerRule.Kind kind = rule.kind();
            requireColumns(rule);
            Timing timing = kind == TriggerRule.Kind.STAMP ? Timing.BEFORE : rule.text().timing();
            var bodies = new TriggerBodies(rule, timing, new TriggerEffects(context, rules));
            return Optional.of(new Draft(rule, kind, timing, bodies.when(), bodies.lines(kind, again), again));
        } catch (Untranslatable e) {
            untranslated(rule.source(), rule.table(), e.reason());
            return Optional.empty();
        }
    }

    private static void requireColumns(TriggerRule rule) throws Untranslatable {
        for (String name : rule.text().columns()) {
            if (rule.table().findColumn(name).filter(column -> !column.skip()).isEmpty()) {
                throw new Untranslatable("it fires on the column %s, which does not arrive".formatted(name));
            }
        }
    }

    /// Those that do the same side by side as they do in SQLite.
    private List<Draft> compatible(List<Draft> drafts) {
        List<Draft> kept = new ArrayList<>();
        // A guard protects rows: where the two cannot stand side by side, the stamp goes.
        List<Draft> order = new ArrayList<>(drafts.stream().filter(draft -> draft.kind == TriggerRule.Kind.GUARD).toList());
        order.addAll(drafts.stream().filter(Draft::stamps).toList());
        order.addAll(drafts.stream().filter(draft -> draft.kind == TriggerRule.Kind.EFFECT).toList());
        for (Draft draft : order) {
            Optional<String> conflict = kept.stream().filter(other -> other.rule.table().equals(draft.rule.table()))
                    .map(other -> conflict(other, draft)).flatMap(Optional::stream).findFirst();
            if (conflict.isEmpty()) {
                asking(draft, kept).ifPresent(kept::add);
            } else {
                untranslated(draft.rule.source(), draft.rule.table(), conflict.get());
            }
        }
        return drafts.stream().flatMap(draft -> kept.stream().filter(each -> each.rule.equals(draft.rule))).toList();
    }

    /// A stamp with the guards of its table that SQLite would ask once more; everything else as it is.
    private Optional<Draft> asking(Draft draft, List<Draft> kept) {
        List<TriggerRule> again = kept.stream()
                .filter(other -> draft.stamps() && other.kind == TriggerRule.Kind.GUARD
                        && other.rule.table().equals(draft.rule.table()))
                .map(Draft::rule).filter(guard -> TriggerMeetings.runsAgain(draft.rule, guard)).toList();
        return again.isEmpty() ? Optional.of(draft) : draft(draft.rule, again);
    }

    private static Optional<String> conflict(Draft kept, Draft draft) {
        if (draft.stamps()) {
            Optional<String> ofKept = TriggerMeetings.conflict(draft.rule, kept.rule, kept.stamps())
                    .map(why -> "beside trigger %s it would change what that one does (%s)".formatted(
                            kept.rule.text().name(), why));
            return kept.stamps() ? TriggerMeetings.conflict(kept.rule, draft.rule, true).or(() -> ofKept) : ofKept;
        }
        return kept.stamps()
                ? TriggerMeetings.conflict(kept.rule, draft.rule, false)
                : TriggerMeetings.sameColumn(kept.rule, draft.rule);
    }

    private void write(Draft draft) {
        TablePlan table = draft.rule.table();
        String source = draft.rule.source().name();
        String trigger = context.names().trigger(table, TargetNames.cut(source));
        String function = context.names().function(table, TargetNames.cut(source));
        if (!trigger.equals(context.names().spelt(source))) {
            context.hazards().warn(HazardCode.IDENTIFIER_RENAMED, table, source,
                    "trigger %s becomes %s".formatted(source, trigger));
        }
        String variables = draft.again.isEmpty() ? "" : "\nDECLARE\n    %s record;".formatted(TriggerBodies.WRITTEN);
        String body = variables + "\nBEGIN\n"
                + draft.lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining())
                + "END\n";
        String quotes = quotes(body);
        String qualified = Identifier.qualified(table.targetSchema(), function);
        steps.add(new Ddl.Step("function", table.targetSchema(), function, table.target(),
                "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SET search_path TO pg_catalog AS %s%s%s".formatted(
                        qualified, quotes, "\n#variable_conflict use_column" + body, quotes)));
        steps.add(new Ddl.Step("trigger", table.targetSchema(), trigger, table.target(),
                "CREATE TRIGGER %s %s %s ON %s FOR EACH ROW%s EXECUTE FUNCTION %s()".formatted(Identifier.quote(trigger),
                        draft.timing.name(), event(draft.rule), DdlContext.qualified(table),
                        draft.when.map(when -> " WHEN (" + when + ")").orElse(""), qualified)));
        differs(draft);
    }

    private static String event(TriggerRule rule) {
        List<String> columns = rule.text().columns().stream().map(name -> rule.table().findColumn(name).orElseThrow().target())
                .toList();
        return rule.text().event() == Event.UPDATE && !columns.isEmpty()
                ? "UPDATE OF " + DdlContext.quoted(columns)
                : rule.text().event().name();
    }

    private static String quotes(String body) {
        String tag = "$$";
        for (int i = 1; body.contains(tag); i++) {
            tag = "$body" + i + "$";
        }
        return tag;
    }

    private void differs(Draft draft) {
        boolean partly = draft.rule.statements().stream().filter(TriggerStatement.Guard.class::isInstance)
                .flatMap(statement -> ((TriggerStatement.Guard) statement).branches().stream())
                .flatMap(branch -> branch.raise().stream()).map(Expression.Raise::action).anyMatch("FAIL"::equals);
        if (partly) {
            context.hazards().warn(HazardCode.TRIGGER_DIFFERS, draft.rule.table(), draft.rule.source().name(),
                    ("trigger %s raises with FAIL: SQLite keeps what the statement wrote before, PostgreSQL undoes the"
                            + " whole statement").formatted(draft.rule.source().name()));
        }
    }

    private void untranslated(Schema.Trigger trigger, TablePlan table, String reason) {
        context.hazards().warn(HazardCode.TRIGGER_UNTRANSLATED, table, trigger.name(), message(trigger, reason));
    }

    private static String message(Schema.Trigger trigger, String reason) {
        return "trigger %s (%s) does not arrive: %s; write it for PostgreSQL before the application needs it".formatted(
                trigger.name(), TriggerWords.does(trigger), reason);
    }
}
