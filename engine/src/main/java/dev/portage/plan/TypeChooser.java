package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.schema.StorageClass;

/// Chooses the target type of a column from its declared type and from every value in it, then lets a person's words win.
///
/// The proposal keeps every value and its storage class, or asks.
final class TypeChooser {
    private TypeChooser() {}

    /// The type and form of the column; what a person must decide or know goes to the question's list.
    static Chosen choose(ColumnQuestion question) {
        Choices.ColumnChoice choice = question.choice();
        Chosen chosen = choice.type().isPresent() || choice.form().isPresent() || !choice.trueWords().isEmpty()
                || !choice.falseWords().isEmpty() ? Overrides.choose(question, () -> natural(question)) : natural(question);
        if (choice.nullIf().isEmpty()) {
            return chosen;
        }
        KeySamples nulled = question.profile().nulled;
        if (nulled.any()) {
            question.tell(HazardCode.OVERRIDE_LOSSY, HazardList.Rows.of(nulled),
                    "%d texts in %s become NULL, as plan.yaml says".formatted(nulled.rows(), question.name()));
        }
        return chosen.withNullIf(merged(choice, chosen), nulled.any());
    }

    private static Chosen natural(ColumnQuestion question) {
        return question.types() == PlanOptions.Types.FAITHFUL ? FaithfulTypes.choose(question) : byMeaning(question);
    }

    /// PostgreSQL's own type for what the column is declared to hold.
    static Chosen byMeaning(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        return switch (profile.declared.meaning()) {
            case BOOLEAN -> OtherTypes.bool(question);
            case JSON -> OtherTypes.json(question);
            case UUID -> OtherTypes.uuid(question);
            case TIME -> TimeTypes.choose(question);
            case NUMBER, DECIMAL -> NumberTypes.choose(question);
            case TEXT, LIMITED_TEXT -> TextTypes.choose(question);
            case ANY -> profile.column.affinity().numeric() ? NumberTypes.choose(question) : OtherTypes.free(question);
        };
    }

    /// Information that does not depend on the type: a column that looks like a secret, texts that look like UUIDs.
    static void notes(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (dev.portage.schema.Masking.masked(profile.column.name())) {
            question.tell(HazardCode.ENCRYPTED_COLUMN, HazardList.Rows.count(profile.values()),
                    "%s looks like a secret by its name; its bytes are carried as they are and its values shown in no report"
                            .formatted(question.name()));
        }
        if (profile.uuids > 0 && profile.uuids == profile.texts() && profile.only(StorageClass.TEXT)
                && question.choice().type().filter(type -> type.kind() == TargetType.Kind.UUID).isEmpty()) {
            question.tell(HazardCode.UUID_FORMS, HazardList.Rows.count(profile.uuids),
                    "all %d texts in %s have the form of a UUID; they stay text, for uuid would change their letters' case"
                            .formatted(profile.uuids, question.name()));
        }
    }

    private static java.util.List<String> merged(Choices.ColumnChoice choice, Chosen chosen) {
        return java.util.stream.Stream.concat(choice.nullIf().stream(), chosen.nullIf().stream()).distinct().toList();
    }

    /// The plain type for a person's choice that cannot be kept.
    static TargetType text() {
        return TargetType.of(TargetType.Kind.TEXT);
    }
}
