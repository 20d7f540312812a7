package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names what the source promises about the rows of a table and the application's own table in the target does not.
final class ExistingLacks {
    private static final Pattern WORD = Pattern
            .compile("\"((?:[^\"]|\"\")+)\"|\\[([^]]+)]|`([^`]+)`|'(?:[^']|'')*'|([\\p{L}_][\\p{L}\\p{N}_$]*)");

    private final ExistingTable table;
    private final HazardList hazards;

    private ExistingLacks(ExistingTable table, HazardList hazards) {
        this.table = table;
        this.hazards = hazards;
    }

    static void tell(ExistingTable table, HazardList hazards) {
        var lacks = new ExistingLacks(table, hazards);
        Table source = table.source();
        List<String> key = source.key().stream().map(Table.Column::name).toList();
        if (!key.isEmpty() && !lacks.unique(key, false)) {
            lacks.say("primary key", "has no key of " + String.join(", ", key));
        }
        source.indexes().stream().filter(index -> index.unique() && index.origin() != Table.Index.Origin.PRIMARY_KEY)
                .filter(index -> !lacks.unique(index))
                .forEach(index -> lacks.say(Subjects.of(index), "has no unique index of " + parts(index)));
        source.checks().stream().filter(check -> !lacks.checked(check))
                .forEach(check -> lacks.say(Subjects.of(check), "has no CHECK like (%s)".formatted(check.sql())));
        source.foreignKeys().stream().filter(each -> !refers(table, each))
                .forEach(each -> lacks.say(Subjects.of(each), "has no foreign key like " + Subjects.of(each)));
    }

    private static String parts(Table.Index index) {
        return index.parts().stream().map(part -> part.column().or(part::expression).orElse("")).collect(Collectors.joining(", "))
                + index.where().map(where -> " where " + where).orElse("");
    }

    private void say(String subject, String what) {
        hazards.tell(HazardCode.TARGET_LACKS, HazardList.Place.ofSubject(table.source().name(), subject), HazardList.Rows.NONE,
                "the target's table %s %s".formatted(table.target().name(), what));
    }

    private boolean unique(Table.Index index) {
        List<String> columns = index.parts().stream().flatMap(part -> part.column().stream()).toList();
        if (columns.size() < index.parts().size()) {
            return uniqueExpression();
        }
        // What compares without case is an index on an expression there.
        boolean exact = index.parts().stream().allMatch(part -> part.collation().equals("BINARY"));
        return unique(columns, index.where().isPresent()) || (!exact && uniqueExpression());
    }

    private boolean uniqueExpression() {
        return table.target().indexes().stream().anyMatch(each -> each.unique() && each.columns().isEmpty());
    }

    private boolean unique(List<String> columns, boolean partial) {
        Optional<Set<String>> targets = table.targets(columns);
        return targets.isPresent() && table.target().indexes().stream()
                .anyMatch(each -> each.unique() && (partial || !each.partial())
                        && Set.copyOf(each.columns()).equals(targets.get()));
    }

    // Two texts of SQL cannot be compared, so a CHECK that reads the same columns, or a type that is one, counts as it.
    private boolean checked(Table.Check check) {
        List<Constraint> checks = constraints(table, Constraint.Kind.CHECK);
        Set<String> columns = read(check);
        return checks.stream().anyMatch(each -> check.name().equals(Optional.of(each.name())))
                || checks.stream().anyMatch(each -> !columns.isEmpty() && Set.copyOf(each.columns()).equals(columns))
                || (columns.size() == 1 && table.target().findColumn(columns.iterator().next()).filter(this::limits).isPresent());
    }

    private boolean limits(TargetTable.Column column) {
        Kind kind = ExistingTypes.type(column.base()).map(TargetType::kind).orElse(Kind.TEXT);
        return column.base().checked() || kind == Kind.ENUM || kind == Kind.BOOLEAN;
    }

    private Set<String> read(Table.Check check) {
        Matcher words = WORD.matcher(check.sql());
        return words.results().flatMap(word -> java.util.stream.Stream.of(1, 2, 3, 4).map(word::group))
                .filter(java.util.Objects::nonNull).flatMap(word -> table.find(word).stream()).map(TargetTable.Column::name)
                .collect(Collectors.toSet());
    }

    /// Whether the target's table has a foreign key of the same columns.
    static boolean refers(ExistingTable table, Table.ForeignKey key) {
        Optional<Set<String>> targets = table.targets(key.columns());
        return targets.isPresent() && constraints(table, Constraint.Kind.FOREIGN_KEY).stream()
                .anyMatch(each -> Set.copyOf(each.columns()).equals(targets.get()));
    }

    private static List<Constraint> constraints(ExistingTable table, Constraint.Kind kind) {
        return table.target().constraints().stream().filter(each -> each.kind() == kind && each.enforced()).toList();
    }
}
