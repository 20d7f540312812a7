package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.schema.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What becomes of a column whose values are of several storage classes that no one type holds, and of a column that
/// holds a single class other than its declared one.
final class MixedClasses {
    private MixedClasses() {}

    /// Asks; `natural` is the type that the declared type would give, for the values that fit it.
    static Chosen choose(ColumnQuestion question, TargetType natural, StorageClass... expected) {
        ColumnProfile profile = question.profile();
        HazardList.Rows rows = question.othersThan(expected.length == 0 ? new StorageClass[]{mostFrequent(profile)} : expected);
        if (question.key()) {
            return key(question, rows);
        }
        List<String> offered = new ArrayList<>(List.of("text", "quarantine", "classed"));
        if (profile.texts() == 0 && profile.blobs() == 0) {
            offered.add(1, "numeric");
        }
        String answer = question.ask(HazardCode.STORAGE_CLASS_MIXED, rows,
                "%s is declared %s and holds %s; no one type of PostgreSQL holds them all"
                        .formatted(question.name(), declared(profile), profile.counts()),
                offered);
        return switch (answer) {
            case "quarantine" -> Chosen.quarantined(natural);
            case "classed" -> Chosen.classed();
            case "numeric" -> Chosen.plain(TargetType.Kind.NUMERIC);
            default -> asText(question);
        };
    }

    /// The type of the only class that lies in the column.
    static Chosen single(ColumnQuestion question) {
        return switch (question.profile().present().getFirst()) {
            case INTEGER -> Chosen.plain(TargetType.Kind.BIGINT);
            case REAL -> Chosen.plain(TargetType.Kind.DOUBLE_PRECISION);
            case TEXT -> TextTypes.texts(question, TargetType.of(TargetType.Kind.TEXT));
            case BLOB, NULL -> Chosen.plain(TargetType.Kind.BYTEA);
        };
    }

    /// As [#single], said aloud: the declared type promises something else.
    static Chosen unlikeDeclared(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        Chosen chosen = single(question);
        question.tell(HazardCode.DECLARED_TYPE_MISLEADING, question.othersThan(),
                "%s is declared %s, and every value in it is %s; it becomes %s"
                        .formatted(question.name(), declared(profile), profile.present().getFirst().name(), chosen.type()));
        return chosen;
    }

    private static Chosen key(ColumnQuestion question, HazardList.Rows rows) {
        ColumnProfile profile = question.profile();
        List<String> offered = new ArrayList<>(List.of("classed"));
        if (profile.blobs() == 0 && !profile.unholdableText() && !question.mergesAsText().getAsBoolean()) {
            offered.add("text");
        }
        String answer = question.ask(HazardCode.KEY_CLASS_MIXED, rows,
                "key column %s holds %s; 10 and '10' are two keys in SQLite and would be one in PostgreSQL"
                        .formatted(question.name(), profile.counts()),
                offered);
        return answer.equals("text") ? Chosen.anyAsText(profile) : Chosen.classed();
    }

    /// Any class as text, asking about the texts that PostgreSQL cannot hold.
    static Chosen asText(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (!profile.unholdableText()) {
            return Chosen.anyAsText(profile);
        }
        List<String> offered = List.of("quarantine", "bytea");
        boolean bytes = false;
        if (profile.nul.any()) {
            bytes |= question
                    .ask(HazardCode.NUL_IN_TEXT, HazardList.Rows.of(profile.nul), TextTypes.nulMessage(question), offered,
                            question.choice().nul())
                    .equals("bytea");
        }
        if (profile.invalidUtf8.any()) {
            bytes |= question.ask(HazardCode.INVALID_UTF8, HazardList.Rows.of(profile.invalidUtf8),
                    TextTypes.invalidMessage(question), offered, question.choice().invalidUtf8()).equals("bytea");
        }
        return bytes ? Chosen.classed() : Chosen.anyAsText(profile);
    }

    static String declared(ColumnProfile profile) {
        return profile.column.declaredType().isEmpty() ? "without a type" : profile.column.declaredType();
    }

    private static StorageClass mostFrequent(ColumnProfile profile) {
        return profile.present().stream().max(Comparator.comparingLong(c -> profile.of(c).rows())).orElse(StorageClass.NULL);
    }
}
