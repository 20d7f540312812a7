package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.schema.StorageClass;
import java.util.List;

/// Types of columns that are meant to hold numbers.
final class NumberTypes {
    private static final int LARGEST_PRECISION = 1000;

    private NumberTypes() {}

    /// A column of INTEGER or REAL affinity, or declared DECIMAL, or of a NUMERIC affinity that its words do not explain.
    static Chosen choose(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.declared.misleading()) {
            question.tell(HazardCode.DECLARED_TYPE_MISLEADING, HazardList.Rows.count(profile.values()),
                    "%s is declared %s, which SQLite treats as %s: it stored %s".formatted(question.name(),
                            profile.column.declaredType(), profile.column.affinity().name(), profile.counts()));
        }
        if (profile.texts() == 0 && profile.blobs() == 0) {
            return numbers(question);
        }
        if (profile.blobs() == 0 && profile.empty.rows() == profile.texts()) {
            return emptyTexts(question);
        }
        if (profile.present().size() == 1) {
            return notNumbers(question);
        }
        return MixedClasses.choose(question, natural(profile), expected(profile));
    }

    /// The type that the declared type alone would give.
    static TargetType natural(ColumnProfile profile) {
        return switch (profile.column.affinity()) {
            case INTEGER -> TargetType.of(Kind.BIGINT);
            case REAL -> TargetType.of(Kind.DOUBLE_PRECISION);
            case NUMERIC -> profile.declared.meaning() == DeclaredType.Meaning.DECIMAL
                    ? decimal(profile)
                    : TargetType.of(profile.integers() > 0 && profile.reals() == 0 ? Kind.BIGINT : Kind.NUMERIC);
            case TEXT, BLOB -> TargetType.of(Kind.TEXT);
        };
    }

    private static Chosen numbers(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        return switch (profile.column.affinity()) {
            case INTEGER -> profile.reals() == 0 ? Chosen.plain(Kind.BIGINT) : realsInInteger(question);
            case REAL -> Chosen.plain(Kind.DOUBLE_PRECISION);
            case NUMERIC -> profile.declared.meaning() == DeclaredType.Meaning.DECIMAL ? decimals(question) : unnamed(question);
            case TEXT, BLOB -> MixedClasses.single(question);
        };
    }

    private static Chosen realsInInteger(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        Kind kind = profile.inexactIntegers == 0 ? Kind.DOUBLE_PRECISION : Kind.NUMERIC;
        question.tell(HazardCode.REAL_IN_INTEGER, HazardList.Rows.of(profile.of(StorageClass.REAL)),
                "%s is declared %s and holds %s; it becomes %s, which holds each of them exactly".formatted(question.name(),
                        profile.column.declaredType(), profile.counts(), TargetType.of(kind)));
        return Chosen.plain(kind);
    }

    private static Chosen decimals(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.overScale.any()) {
            question.tell(HazardCode.NUMERIC_SCALE, HazardList.Rows.of(profile.overScale),
                    "numbers in %s that do not fit %s: %d; the column becomes numeric without limits, and nothing is rounded"
                            .formatted(question.name(), profile.column.declaredType(), profile.overScale.rows()));
        }
        return Chosen.plain(profile.overScale.any() ? TargetType.of(Kind.NUMERIC) : decimal(profile));
    }

    private static TargetType decimal(ColumnProfile profile) {
        int precision = profile.declared.first();
        int scale = profile.declared.second();
        boolean possible = precision >= 1 && precision <= LARGEST_PRECISION && scale <= precision;
        return possible ? TargetType.numeric(precision, scale) : TargetType.of(Kind.NUMERIC);
    }

    private static Chosen unnamed(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0) {
            return Chosen.plain(profile.declared.misleading() ? Kind.TEXT : Kind.NUMERIC);
        }
        return profile.present().size() == 1 ? MixedClasses.single(question) : Chosen.plain(Kind.NUMERIC);
    }

    // With NUMERIC affinity under another name (STRING, ENUM) texts are no surprise.
    private static Chosen notNumbers(ColumnQuestion question) {
        return question.profile().declared.meaning() == DeclaredType.Meaning.ANY
                ? MixedClasses.single(question)
                : MixedClasses.unlikeDeclared(question);
    }

    private static Chosen emptyTexts(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.declared.meaning() == DeclaredType.Meaning.ANY && profile.only(StorageClass.TEXT)) {
            return MixedClasses.single(question);
        }
        String answer = question.ask(HazardCode.EMPTY_STRING_IN_NUMBER, HazardList.Rows.of(profile.empty),
                "%s is declared %s and holds the empty text '' (%s)".formatted(question.name(), MixedClasses.declared(profile),
                        profile.counts()),
                question.key() ? List.of("text") : List.of("text", "null-if"));
        return answer.equals("null-if") ? emptyAsNull(question, withoutTexts(profile)) : Chosen.anyAsText(profile);
    }

    /// Makes '' NULL, which a person asked for, and says how many rows change.
    static Chosen emptyAsNull(ColumnQuestion question, Chosen chosen) {
        KeySamples empty = question.profile().empty;
        question.tell(HazardCode.OVERRIDE_LOSSY, HazardList.Rows.of(empty),
                "empty texts in %s that become NULL, as chosen: %d".formatted(question.name(), empty.rows()));
        return chosen.withNullIf(List.of(""), true);
    }

    private static Chosen withoutTexts(ColumnProfile profile) {
        if (profile.column.affinity() == dev.portage.schema.Affinity.INTEGER && profile.reals() > 0) {
            return Chosen.plain(profile.inexactIntegers == 0 ? Kind.DOUBLE_PRECISION : Kind.NUMERIC);
        }
        return Chosen.plain(profile.overScale.any() ? TargetType.of(Kind.NUMERIC) : natural(profile));
    }

    private static StorageClass[] expected(ColumnProfile profile) {
        return switch (profile.column.affinity()) {
            case INTEGER -> new StorageClass[]{StorageClass.INTEGER};
            case REAL -> new StorageClass[]{StorageClass.REAL};
            case NUMERIC, TEXT, BLOB -> new StorageClass[]{StorageClass.INTEGER, StorageClass.REAL};
        };
    }
}
