package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives the columns of a foreign key types that PostgreSQL can compare: the child's follows the parent's where the
/// child's values allow it.
final class ForeignKeyTypes {
    private final List<TableDraft> drafts;
    private final Map<String, TableDraft> byName = new HashMap<>();
    private final HazardList hazards;

    ForeignKeyTypes(List<TableDraft> drafts, HazardList hazards) {
        this.drafts = drafts;
        this.hazards = hazards;
        drafts.forEach(draft -> byName.putIfAbsent(KeyChecks.lower(draft.table().name()), draft));
    }

    /// Goes over every foreign key, parents first, so that a chain of keys follows its first table.
    void align() {
        // The keys of a table that is there are the application's own.
        for (TableDraft child : drafts.stream().filter(draft -> draft.there().isEmpty()).toList()) {
            for (Table.ForeignKey key : child.table().foreignKeys()) {
                find(key.parentTable()).ifPresent(parent -> align(child, parent, key));
            }
        }
    }

    private Optional<TableDraft> find(String table) {
        return Optional.ofNullable(byName.get(KeyChecks.lower(table)));
    }

    private void align(TableDraft child, TableDraft parent, Table.ForeignKey key) {
        if (key.parentColumns().size() != key.columns().size()) {
            return;
        }
        for (int i = 0; i < key.columns().size(); i++) {
            int childPlace = child.place(key.columns().get(i));
            int parentPlace = parent.place(key.parentColumns().get(i));
            if (childPlace < 0 || parentPlace < 0) {
                return;
            }
            Chosen of = child.chosen(childPlace);
            Chosen to = parent.chosen(parentPlace);
            if (comparable(of, to)) {
                continue;
            }
            if (!child.settled(childPlace) && follows(child.profile(childPlace), parent.profile(parentPlace), to)) {
                child.choose(childPlace, new Chosen(to.type(), to.form(), of.nullIf(), of.lossy(), of.makesNull()));
                continue;
            }
            hazards.ask(HazardCode.FK_TYPE_MISMATCH, HazardList.Place.ofSubject(child.table().name(), Subjects.of(key)),
                    HazardList.Rows.count(child.profile(childPlace).values()),
                    "%s.%s would be %s and %s.%s %s, which PostgreSQL cannot compare in a foreign key".formatted(
                            child.table().name(),
                            key.columns().get(i), of.type(), parent.table().name(), key.parentColumns().get(i), to.type()),
                    List.of("skip"));
            return;
        }
    }

    // PostgreSQL takes a foreign key where the parent's index can be asked with the child's type.
    private static boolean comparable(Chosen child, Chosen parent) {
        Kind of = child.type().kind();
        Kind to = parent.type().kind();
        if (of == Kind.BYTEA || to == Kind.BYTEA || of.temporal() || to.temporal()) {
            return of == to && sameBytes(child.form(), parent.form());
        }
        if (of.text() && to.text()) {
            return child.form().getClass() == parent.form().getClass() || (plainText(child) && plainText(parent));
        }
        return of == to || (of.integer() && (to.integer() || to.number()));
    }

    private static boolean sameBytes(ValueForm child, ValueForm parent) {
        // A wall clock and an instant are different things though both may be timestamptz; bytes must be made alike.
        return child.getClass() == parent.getClass() || (bare(child) && bare(parent));
    }

    private static boolean bare(ValueForm form) {
        return form instanceof ValueForm.Plain || form instanceof ValueForm.TextBytes;
    }

    private static boolean plainText(Chosen chosen) {
        return chosen.form() instanceof ValueForm.Plain || chosen.form() instanceof ValueForm.AnyAsText;
    }

    private static boolean follows(ColumnProfile child, ColumnProfile parent, Chosen to) {
        // The names of these types are of one database only, and a table that is made names none.
        if (to.type().kind() == Kind.ENUM || to.type().kind() == Kind.CITEXT) {
            return false;
        }
        if (child.values() == 0) {
            return true;
        }
        // Where the affinities differ, the same number has another class, or another text.
        boolean alike = child.column.affinity() == parent.column.affinity();
        if (to.form() instanceof ValueForm.ClassedBytes) {
            return alike;
        }
        if (to.form() instanceof ValueForm.AnyAsText) {
            return alike && child.blobs() == 0 && !child.unholdableText();
        }
        TargetType type = to.type();
        return Fit.misfits(child, type, to.form()) == 0 && !(to.form() instanceof ValueForm.Quarantined);
    }
}
