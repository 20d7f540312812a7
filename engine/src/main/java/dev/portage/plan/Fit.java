package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.StorageClass;

/// How many values of a profiled column a type and form cannot hold. Never fewer than there are.
final class Fit {
    private Fit() {}

    /// Values that would be refused (or, where a person allows it, rounded or cut).
    static long misfits(ColumnProfile profile, TargetType type, ValueForm form) {
        return switch (form) {
            case ValueForm.Plain _ -> plain(profile, type);
            // Which of the texts are labels, PostgreSQL's own list says: the plan asks for them by SQL.
            case ValueForm.Label(var labels) -> labels.isEmpty() ? profile.values() : profile.values() - profile.texts();
            case ValueForm.Digits _ -> profile.blobs() + profile.texts() - profile.decimalTexts
                    + (type.precision() > 0 ? profile.overScale.rows() + profile.overScaleTexts : 0);
            case ValueForm.UuidBytes _ -> profile.values() - profile.uuidBlobs;
            case ValueForm.Words _ -> profile.notBits + profile.blobs();
            case ValueForm.IsoText(var pattern, _) -> profile.values() - profile.texts() + profile.empty.rows()
                    + (profile.texts() == profile.empty.rows() || profile.times.uniform().map(pattern::equals).orElse(false)
                            ? 0
                            : profile.texts() - profile.empty.rows())
                    + beyond(profile, type);
            case ValueForm.Epoch(var unit) -> profile.texts() + profile.blobs()
                    + profile.fractions.beyond(unit, type.precision());
            case ValueForm.AnyAsText _,ValueForm.ClassedBytes _,ValueForm.Quarantined _ -> 0;
            case ValueForm.TextBytes _ -> profile.integers() + profile.reals();
            case ValueForm.Escaped _,ValueForm.Stripped _,ValueForm.Transcoded _ -> profile.values() - profile.texts();
        };
    }

    /// Of those, the values that may be rounded or cut.
    static long roundable(ColumnProfile profile, TargetType type, ValueForm form) {
        if (form instanceof ValueForm.IsoText) {
            return beyond(profile, type);
        }
        if (form instanceof ValueForm.Epoch(var unit)) {
            return profile.fractions.beyond(unit, type.precision());
        }
        if (form instanceof ValueForm.Digits) {
            return type.precision() > 0 ? profile.overScale.rows() + profile.overScaleTexts : 0;
        }
        return switch (type.kind()) {
            case VARCHAR -> profile.overLength.rows();
            case CHAR -> profile.overLength.rows() + profile.underLength.rows();
            case NUMERIC -> type.precision() > 0 ? profile.overScale.rows() : 0;
            case SMALLINT, INTEGER, BIGINT -> profile.reals();
            case DOUBLE_PRECISION -> profile.inexactIntegers;
            case REAL -> profile.inexactFloats.rows();
            default -> 0;
        };
    }

    private static long plain(ColumnProfile profile, TargetType type) {
        long notNumbers = profile.texts() + profile.blobs();
        long notTexts = profile.values() - profile.texts();
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> notNumbers + profile.reals() + profile.outOfRange.rows();
            case DOUBLE_PRECISION -> notNumbers + profile.inexactIntegers;
            case REAL -> notNumbers + profile.inexactFloats.rows();
            case NUMERIC -> notNumbers + (type.precision() > 0 ? profile.overScale.rows() : 0);
            case BOOLEAN -> notNumbers + profile.notBits;
            case TEXT, CITEXT -> notTexts + unholdable(profile);
            case VARCHAR -> notTexts + unholdable(profile) + profile.overLength.rows();
            case CHAR -> notTexts + unholdable(profile) + profile.overLength.rows() + profile.underLength.rows();
            case BYTEA -> profile.values() - profile.blobs();
            case JSON -> notTexts + profile.notJson.rows();
            case JSONB -> notTexts + profile.notJson.rows() + profile.notForJsonb.rows();
            case UUID -> notTexts + profile.texts() - profile.uuids;
            case ENUM, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> profile.values();
        };
    }

    /// Texts with a digit other than zero where the type has none.
    private static long beyond(ColumnProfile profile, TargetType type) {
        return type.kind().clock() ? profile.fractions.beyond(type.precision()) : profile.times.beyondMicrosRows();
    }

    private static long unholdable(ColumnProfile profile) {
        return profile.nul.rows() + profile.invalidUtf8.rows();
    }

    /// Whether every value of the column is of that class, or there is none.
    static boolean nothingBut(ColumnProfile profile, StorageClass storageClass) {
        return profile.values() == profile.of(storageClass).rows();
    }
}
