package dev.portage.mapping;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// How the stored values of a column become values of its target type. NULL becomes NULL in every form.
public sealed interface ValueForm {
    /// Each value in its own class: INTEGER and REAL into numbers (numeric by shortest exact decimal), TEXT into text,
    /// varchar, char, citext, json, jsonb, numeric or uuid, BLOB into bytea, INTEGER 0 and 1 into boolean. A value of another
    /// class is a surprise; so is a TEXT in numeric unless the mapping is lossy, and in char(n) one that has not exactly n
    /// characters: PostgreSQL fills it up with blanks, and cuts blanks that are too many, without a word.
    record Plain() implements ValueForm {}

    /// INTEGER 0 and 1, and TEXT by words compared without case, into boolean.
    record Words(List<String> trueWords, List<String> falseWords) implements ValueForm {
        public Words {
            trueWords = List.copyOf(trueWords);
            falseWords = List.copyOf(falseWords);
        }
    }

    /// TEXT of one ISO form into date, time, timestamp or timestamptz.
    ///
    /// @param zone the zone of texts that carry none, where the target is timestamptz; empty where none is assumed
    record IsoText(IsoPattern pattern, Optional<ZoneId> zone) implements ValueForm {}

    /// Numbers that count time, into timestamptz (or timestamp in UTC).
    record Epoch(Unit unit) implements ValueForm {
        /// What is counted: seconds, milliseconds or microseconds since 1970-01-01T00:00Z, or Julian days.
        public enum Unit {
            SECONDS, MILLISECONDS, MICROSECONDS, JULIAN_DAYS
        }
    }

    /// Any class into text: TEXT as it is, numbers by shortest exact decimal (an INTEGER by its digits, a REAL as
    /// `Double.toString` with JDK 19's shortest algorithm, so `10.0` and `1.0E23`), a BLOB as NULL with its bytes in the
    /// quarantine. A value whose class the column's affinity would not give back goes to the quarantine as well.
    record AnyAsText() implements ValueForm {}

    /// Any class into bytea: one byte for the class (SQLite's own number) and then the value: INTEGER and REAL as 8 bytes
    /// big-endian, TEXT and BLOB as their bytes.
    record ClassedBytes() implements ValueForm {}

    /// TEXT as its raw bytes into bytea (so may BLOB be, and is then recorded in the quarantine with its class).
    record TextBytes() implements ValueForm {}

    /// A BLOB of 16 bytes into uuid, in their order; any other value is a surprise.
    record UuidBytes() implements ValueForm {}

    /// Numbers, and TEXT that is written as a decimal number, into numeric by their digits; a spelling that PostgreSQL would
    /// not write itself (`+1`, `1e3`, `1.50` without a scale of 2) is not kept, the number is.
    record Digits() implements ValueForm {}

    /// TEXT into an enum, by its exact characters; a text that is no label is a surprise.
    ///
    /// @param labels of the enum
    record Label(List<String> labels) implements ValueForm {
        public Label {
            labels = List.copyOf(labels);
        }
    }

    /// TEXT into text with what PostgreSQL cannot hold written as an escape: U+0000 and each byte of invalid UTF-8 as
    /// `\xHH`, a backslash as `\\`; reversible.
    record Escaped() implements ValueForm {}

    /// TEXT into text; what PostgreSQL cannot hold is removed (U+0000) or replaced by U+FFFD (invalid UTF-8). Loses.
    record Stripped() implements ValueForm {}

    /// TEXT into text; texts that are not valid UTF-8 are read in `charset` instead.
    record Transcoded(Charset charset) implements ValueForm {}

    /// As [Plain], into any of its types; values that do not fit become NULL, with class and bytes in the quarantine.
    record Quarantined() implements ValueForm {}

    /// The form's name as plan.yaml and messages write it: `plain`, `iso-text`, `any-as-text`.
    default String word() {
        return switch (this) {
            case Plain _ -> "plain";
            case Words _ -> "words";
            case IsoText _ -> "iso-text";
            case Epoch _ -> "epoch";
            case AnyAsText _ -> "any-as-text";
            case ClassedBytes _ -> "classed-bytes";
            case TextBytes _ -> "text-bytes";
            case UuidBytes _ -> "uuid-bytes";
            case Label _ -> "label";
            case Digits _ -> "digits";
            case Escaped _ -> "escaped";
            case Stripped _ -> "stripped";
            case Transcoded _ -> "transcoded";
            case Quarantined _ -> "quarantined";
        };
    }
}
