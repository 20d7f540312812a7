package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.StorageClass;
import java.util.ArrayList;
import java.util.List;

/// Types of columns declared BOOLEAN, JSON or UUID, and of those whose declared type promises nothing.
final class OtherTypes {
    private OtherTypes() {}

    /// Declared BOOLEAN: boolean where only 0, 1 and NULL lie in it.
    static Chosen bool(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (!profile.notBoolean.any()) {
            return Chosen.plain(Kind.BOOLEAN);
        }
        boolean numbersOnly = profile.texts() == 0 && profile.blobs() == 0;
        boolean onlyEmpty = !numbersOnly && profile.blobs() == 0 && profile.notBits == 0
                && profile.empty.rows() == profile.texts();
        boolean readable = profile.texts() > 0 && profile.blobs() == 0 && profile.notBits == 0
                && profile.booleanWords == profile.texts();
        List<String> offered = new ArrayList<>();
        offered.add(profile.reals() > 0 && numbersOnly ? "numeric" : numbersOnly ? "bigint" : "text");
        if (readable && !question.key()) {
            offered.add("words");
        }
        if (onlyEmpty && !question.key()) {
            offered.add("null-if");
        }
        if (!question.key()) {
            offered.add("quarantine");
        }
        String answer = question.ask(HazardCode.BOOLEAN_VALUES, HazardList.Rows.of(profile.notBoolean),
                "%s is declared %s and holds %d values other than 0, 1 and NULL (%s)".formatted(question.name(),
                        profile.column.declaredType(), profile.notBoolean.rows(), profile.counts()),
                offered);
        return switch (answer) {
            case "bigint" -> Chosen.plain(Kind.BIGINT);
            case "numeric" -> Chosen.plain(Kind.NUMERIC);
            case "words" -> words(question);
            case "null-if" -> NumberTypes.emptyAsNull(question, Chosen.plain(Kind.BOOLEAN));
            case "quarantine" -> Chosen.quarantined(TargetType.of(Kind.BOOLEAN));
            default -> booleanText(question);
        };
    }

    /// Texts by words into boolean; the words of a person, else the usual ones.
    static Chosen words(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.texts() > 0) {
            question.tell(HazardCode.ROLLBACK_LOSSY, HazardList.Rows.of(profile.of(StorageClass.TEXT)),
                    "%d texts in %s become true or false; which word it was cannot be written again".formatted(profile.texts(),
                            question.name()));
        }
        return byWords(question);
    }

    /// As [#words], without a word to anybody.
    static Chosen byWords(ColumnQuestion question) {
        List<String> trueWords = question.choice().trueWords();
        List<String> falseWords = question.choice().falseWords();
        return Chosen.of(Kind.BOOLEAN, new ValueForm.Words(trueWords.isEmpty() ? List.copyOf(ColumnScan.TRUE_WORDS) : trueWords,
                falseWords.isEmpty() ? List.copyOf(ColumnScan.FALSE_WORDS) : falseWords));
    }

    /// Declared JSON: json where every text is JSON, for it keeps every byte; jsonb only where nothing is there to change.
    static Chosen json(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0) {
            return Chosen.plain(Kind.JSONB);
        }
        if (!profile.only(StorageClass.TEXT)) {
            return profile.present().size() == 1
                    ? MixedClasses.unlikeDeclared(question)
                    : MixedClasses.choose(question, TargetType.of(Kind.TEXT), StorageClass.TEXT);
        }
        if (profile.notJson.any()) {
            question.tell(HazardCode.JSON_INVALID, HazardList.Rows.of(profile.notJson),
                    "%d of %d texts in %s are not JSON, and jsonb would change the meaning of %d others; the column becomes text"
                            .formatted(profile.notJson.rows(), profile.texts(), question.name(), profile.notForJsonb.rows()));
            return TextTypes.texts(question, TargetType.of(Kind.TEXT));
        }
        if (question.key()) {
            return Chosen.plain(Kind.TEXT); // json has no equality, so it can be no key
        }
        question.tell(HazardCode.JSON_CHANGES, HazardList.Rows.of(profile.notForJsonb),
                "%s becomes json, which keeps every byte; jsonb would change the form of its texts (blanks, order of keys) and the meaning of %d of %d"
                        .formatted(question.name(), profile.notForJsonb.rows(), profile.texts()));
        return Chosen.plain(Kind.JSON);
    }

    /// Declared UUID: text stays text, for uuid would change its letters' case and its hyphens.
    static Chosen uuid(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0 || profile.only(StorageClass.TEXT)) {
            if (profile.values() > 0 && profile.uuids < profile.texts()) {
                question.tell(HazardCode.UUID_FORMS, HazardList.Rows.count(profile.texts()),
                        "%d of %d texts in %s have the form of a UUID; they stay text".formatted(profile.uuids, profile.texts(),
                                question.name()));
            }
            return TextTypes.texts(question, TargetType.of(Kind.TEXT));
        }
        return profile.present().size() == 1
                ? MixedClasses.unlikeDeclared(question)
                : MixedClasses.choose(question, TargetType.of(Kind.TEXT), StorageClass.TEXT);
    }

    /// A column without a type, BLOB, or ANY of a STRICT table: by what lies in it.
    static Chosen free(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        boolean blob = profile.column.declaredType().toUpperCase(java.util.Locale.ROOT).contains("BLOB");
        if (profile.values() == 0) {
            if (blob) {
                return Chosen.plain(Kind.BYTEA);
            }
            question.tell(HazardCode.COLUMN_EMPTY, HazardList.Rows.NONE,
                    "%s is declared %s and holds no value; it becomes text".formatted(question.name(),
                            MixedClasses.declared(profile)));
            return Chosen.plain(Kind.TEXT);
        }
        if (profile.present().size() > 1) {
            return MixedClasses.choose(question, TargetType.of(mostFrequent(profile)));
        }
        return blob && !profile.only(StorageClass.BLOB) ? MixedClasses.unlikeDeclared(question) : MixedClasses.single(question);
    }

    private static Chosen booleanText(ColumnQuestion question) {
        if (question.key() && question.profile().present().size() > 1) {
            return MixedClasses.choose(question, TargetType.of(Kind.TEXT), StorageClass.INTEGER);
        }
        return question.profile().only(StorageClass.TEXT)
                ? TextTypes.texts(question, TargetType.of(Kind.TEXT))
                : MixedClasses.asText(question);
    }

    private static Kind mostFrequent(ColumnProfile profile) {
        return switch (profile.present().stream().max(java.util.Comparator.comparingLong(c -> profile.of(c).rows()))
                .orElseThrow()) {
            case INTEGER -> Kind.BIGINT;
            case REAL -> Kind.DOUBLE_PRECISION;
            case TEXT -> Kind.TEXT;
            case BLOB, NULL -> Kind.BYTEA;
        };
    }
}
