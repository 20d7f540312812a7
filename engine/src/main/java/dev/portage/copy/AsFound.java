package dev.portage.copy;

import dev.portage.state.TakenTable;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Defined;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.Constraint;
import dev.portage.target.TargetTable.Reference;
import dev.portage.target.TargetTable.Trigger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Facts about the application's own tables without what this migration has done to them so far, so that a plan made again
/// in the middle of it is the same plan.
final class AsFound {
    private static final Pattern ON_DELETE = Pattern.compile("ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT)");

    private final Set<Made> made;
    private final Set<String> shut = new HashSet<>();
    private final List<Defined> keys;
    private final List<Defined> triggers;

    AsFound(Connection connection, TargetState state) throws SQLException {
        made = new HashSet<>(state.made(connection));
        keys = TakenParts.keys(connection, state);
        triggers = state.defined(connection, TakenParts.TRIGGER);
        for (TakenTable taken : state.taken(connection)) {
            if (!made.contains(new Made(OwnTables.OPENED, taken.schema(), taken.table(), taken.table()))) {
                shut.add(place(taken.schema(), taken.table()));
            }
        }
    }

    private static String place(String schema, String table) {
        return schema + '\0' + table;
    }

    List<TargetTable> of(List<TargetTable> now) {
        return now.stream().map(this::of).toList();
    }

    private TargetTable of(TargetTable now) {
        List<TargetTable.Column> columns = now.columns().stream()
                .filter(column -> !made.contains(new Made("column", now.schema(), now.name(), column.name()))).toList();
        return new TargetTable(now.schema(), now.name(), now.kind(), now.word(), columns, constraints(now),
                indexes(now), triggers(now), references(now), now.inheritance(), now.rowSecurity(), now.owned());
    }

    private boolean isMade(TargetTable table, String name, String... kinds) {
        return Stream.of(kinds).anyMatch(kind -> made.contains(new Made(kind, table.schema(), table.name(), name)));
    }

    private List<TargetTable.Index> indexes(TargetTable now) {
        return now.indexes().stream().filter(index -> !isMade(now, index.name(), "index", "unique", "primary key")).toList();
    }

    private List<Constraint> constraints(TargetTable now) {
        List<Constraint> here = new ArrayList<>(now.constraints());
        here.removeIf(each -> isMade(now, each.name(), "check", "unique", "primary key", "foreign key"));
        for (Defined record : keys) {
            if (isShut(record) && record.made().schema().equals(now.schema()) && record.made().table().equals(now.name())) {
                Constraint key = TakenParts.key(record).constraint();
                here.removeIf(each -> each.name().equals(key.name()));
                here.add(key);
            }
        }
        here.sort(Comparator.comparing(Constraint::name));
        return here;
    }

    private boolean isShut(Defined record) {
        return shut.contains(place(record.made().schema(), record.made().table()));
    }

    private List<Trigger> triggers(TargetTable now) {
        return now.triggers().stream().filter(trigger -> !trigger.name().equals(TableFence.NAME))
                .filter(trigger -> !isMade(now, trigger.name(), "trigger"))
                .map(trigger -> new Trigger(trigger.name(), trigger.definition(), enabled(now, trigger))).toList();
    }

    private char enabled(TargetTable now, Trigger trigger) {
        Optional<Defined> record = triggers.stream().filter(this::isShut)
                .filter(each -> each.made().equals(new Made(TakenParts.TRIGGER, now.schema(), now.name(), trigger.name())))
                .findFirst();
        return record.map(each -> each.definition().charAt(0)).orElse(trigger.enabled());
    }

    private List<Reference> references(TargetTable now) {
        Stream<Reference> here = now.referencedBy().stream()
                .filter(each -> !made.contains(new Made("foreign key", each.schema(), each.table(), each.name())));
        Stream<Reference> off = keys.stream().filter(this::isShut).filter(record -> {
            var parent = TakenParts.key(record).constraint().parent().orElseThrow();
            boolean self = record.made().schema().equals(now.schema()) && record.made().table().equals(now.name());
            return !self && parent.schema().equals(now.schema()) && parent.table().equals(now.name());
        }).map(AsFound::reference);
        return Stream.concat(here, off).distinct().sorted(Comparator.comparing(Reference::schema)
                .thenComparing(Reference::table).thenComparing(Reference::name)).toList();
    }

    private static Reference reference(Defined record) {
        Matcher action = ON_DELETE.matcher(TakenParts.key(record).constraint().definition());
        return new Reference(record.made().schema(), record.made().table(), record.made().name(),
                action.find() ? action.group(1) : "NO ACTION");
    }
}
