package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes foreign keys: added without a look at the rows, and validated afterwards. Each one that cannot arrive is named.
final class DdlForeignKeys {
    private final DdlContext context;
    private final DdlIndexes indexes;
    private final List<Ddl.Step> steps = new ArrayList<>();
    private final List<Ddl.Step> validations = new ArrayList<>();

    /// @param indexes written already
    DdlForeignKeys(DdlContext context, DdlIndexes indexes) {
        this.context = context;
        this.indexes = indexes;
        for (TablePlan table : context.written()) {
            table.source().foreignKeys().forEach(key -> foreignKey(table, key));
        }
    }

    List<Ddl.Step> steps() {
        return steps;
    }

    List<Ddl.Step> validations() {
        return validations;
    }

    private void foreignKey(TablePlan child, Table.ForeignKey key) {
        DdlHazards hazards = context.hazards();
        String subject = Subjects.of(key);
        if (hazards.told(HazardCode.FK_TYPE_MISMATCH, child, subject)
                || hazards.told(HazardCode.FK_MISSING_PARENT, child, subject)
                || hazards.told(HazardCode.FK_PARENT_NOT_UNIQUE, child, subject)
                || hazards.choice(HazardCode.FK_ORPHAN, child, subject).equals(Optional.of("skip"))) {
            return;
        }
        Optional<TablePlan> parent = context.findTable(key.parentTable());
        Optional<String> missing = missing(child, key, parent);
        if (missing.isPresent() || parent.isEmpty()) {
            hazards.warn(HazardCode.FK_MISSING_PARENT, child, subject,
                    "the foreign key %s does not arrive: %s".formatted(subject, missing.orElse("")));
            return;
        }
        if (!indexes.isUnique(parent.get(), key.parentColumns())) {
            hazards.warn(HazardCode.FK_PARENT_NOT_UNIQUE, child, subject,
                    "the foreign key %s does not arrive: its parent columns have no primary key, unique constraint or plain unique "
                            .formatted(subject) + "index in PostgreSQL");
            return;
        }
        List<ColumnPlan> columns = columns(child, key.columns());
        List<ColumnPlan> parents = columns(parent.get(), key.parentColumns());
        Optional<String> mismatch = mismatch(columns, parents);
        if (mismatch.isPresent()) {
            hazards.block(HazardCode.FK_TYPE_MISMATCH, child, subject,
                    "the foreign key %s cannot arrive: %s".formatted(subject, mismatch.get()), List.of("skip"));
            return;
        }
        write(child, key, parent.get(), columns, parents);
    }

    private void write(TablePlan child, Table.ForeignKey key, TablePlan parent, List<ColumnPlan> columns,
            List<ColumnPlan> parents) {
        String names = columns.stream().map(ColumnPlan::target).collect(Collectors.joining("_"));
        String name = context.names().constraint(child,
                key.name().orElseGet(() -> DdlNames.joined(child.target(), names, "fkey")));
        String definition = "FOREIGN KEY (%s) REFERENCES %s (%s)%s NOT VALID".formatted(targets(columns),
                DdlContext.qualified(parent), targets(parents), rules(key));
        steps.add(new Ddl.Step("foreign key", child.targetSchema(), name, child.target(),
                DdlContext.addConstraint(child, name, definition)));
        boolean orphans = context.hazards().choice(HazardCode.FK_ORPHAN, child, Subjects.of(key))
                .equals(Optional.of("not-valid"));
        boolean sameBytes = parents.stream().noneMatch(DdlIndexes::collatedText);
        if (!sameBytes) {
            context.hazards().warn(HazardCode.NOCASE, child, Subjects.of(key),
                    "the parent's column compares without case in SQLite; PostgreSQL compares exactly, so the foreign key is kept "
                            + "for rows written from now on and not proved for the others");
        }
        if (!orphans && sameBytes) {
            validations.add(DdlContext.validation(child, name));
        }
    }

    private static String rules(Table.ForeignKey key) {
        var rules = new StringBuilder();
        if (!key.onUpdate().equals("NO ACTION")) {
            rules.append(" ON UPDATE ").append(action(key.onUpdate()));
        }
        if (!key.onDelete().equals("NO ACTION")) {
            rules.append(" ON DELETE ").append(action(key.onDelete()));
        }
        if (key.deferrable()) {
            rules.append(" DEFERRABLE").append(key.initiallyDeferred() ? " INITIALLY DEFERRED" : "");
        }
        return rules.toString();
    }

    private static String action(String action) {
        return switch (action) {
            case "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE" -> action;
            default -> throw new IllegalArgumentException("no action of a foreign key: " + action);
        };
    }

    private Optional<String> missing(TablePlan child, Table.ForeignKey key, Optional<TablePlan> parent) {
        if (parent.isEmpty()) {
            return Optional.of("its parent %s is %s".formatted(key.parentTable(),
                    context.kindOf(child.source().place().database(), key.parentTable())));
        }
        boolean there = !parent.get().skip() && parent.get().there().isPresent();
        if (!there && !DdlContext.isWritten(parent.get())) {
            return Optional.of("the table %s is left out".formatted(key.parentTable()));
        }
        if (key.parentColumns().isEmpty() || key.parentColumns().size() != key.columns().size()) {
            return Optional.of("the table %s has no key of that many columns".formatted(key.parentTable()));
        }
        if (key.columns().size() > DdlKeys.MOST_COLUMNS) {
            return Optional
                    .of("it has %d columns, and PostgreSQL allows %d".formatted(key.columns().size(), DdlKeys.MOST_COLUMNS));
        }
        return absent(child, key.columns()).or(() -> absent(parent.get(), key.parentColumns()));
    }

    private static Optional<String> absent(TablePlan table, List<String> columns) {
        for (String name : columns) {
            Optional<ColumnPlan> column = table.findColumn(name);
            if (column.isEmpty() || column.get().skip()) {
                return Optional.of("the column %s of %s is %s".formatted(name, table.source().name(),
                        column.isEmpty() ? "not there" : "left out"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> mismatch(List<ColumnPlan> columns, List<ColumnPlan> parents) {
        for (int i = 0; i < columns.size(); i++) {
            ColumnPlan child = columns.get(i);
            ColumnPlan parent = parents.get(i);
            if (!comparable(child, parent)) {
                return Optional
                        .of("%s becomes %s and %s becomes %s".formatted(child.source().name(), child.mapping().type().sql(),
                                parent.source().name(), parent.mapping().type().sql()));
            }
        }
        return Optional.empty();
    }

    /// True where PostgreSQL can compare the two and means by it what SQLite means. What it could only compare by a
    /// conversion that depends on a setting (the time zone) is left out.
    private static boolean comparable(ColumnPlan child, ColumnPlan parent) {
        Kind a = child.mapping().type().kind();
        Kind b = parent.mapping().type().kind();
        ValueForm from = child.mapping().form();
        ValueForm to = parent.mapping().form();
        boolean sameForm = from.getClass() == to.getClass();
        if (a == Kind.BYTEA || b == Kind.BYTEA || a.temporal() || b.temporal()) {
            return a == b && (sameForm || (bare(from) && bare(to)));
        }
        if (a.characters() && b.characters()) {
            return sameForm || (plainText(from) && plainText(to));
        }
        return a == b || (a.integer() && b.number());
    }

    private static boolean bare(ValueForm form) {
        return form instanceof ValueForm.Plain || form instanceof ValueForm.TextBytes;
    }

    private static boolean plainText(ValueForm form) {
        return form instanceof ValueForm.Plain || form instanceof ValueForm.AnyAsText;
    }

    private static List<ColumnPlan> columns(TablePlan table, List<String> names) {
        return names.stream().map(name -> table.findColumn(name).orElseThrow()).toList();
    }

    private static String targets(List<ColumnPlan> columns) {
        return DdlContext.quoted(columns.stream().map(ColumnPlan::target).toList());
    }
}
