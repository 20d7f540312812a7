package dev.portage.cli.docs;

import dev.portage.plan.HazardCode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the choices of blockers mean, for the reference page.
final class HazardChoices {
    private static final Map<HazardCode, String> USUAL = usual();

    /// Each word of a choice and what it does.
    static final Map<String, String> WORDS = words();

    private HazardChoices() {}

    /// The choices that a blocker usually offers, the suggestion first; a case that offers fewer says so in the plan.
    static String usual(HazardCode code) {
        return USUAL.getOrDefault(code, "none: skip the table or column in plan.yaml, or change the data");
    }

    private static Map<HazardCode, String> usual() {
        Map<HazardCode, String> usual = new EnumMap<>(HazardCode.class);
        usual.put(HazardCode.STORAGE_CLASS_MIXED, "`text`, `numeric` (numbers only), `quarantine`, `classed`");
        usual.put(HazardCode.EMPTY_STRING_IN_NUMBER, "`text`, `null-if`");
        usual.put(HazardCode.NUL_IN_TEXT, "`bytea`, `escape`, `quarantine`, `strip`");
        usual.put(HazardCode.INVALID_UTF8, "`bytea`, `transcode`, `escape`, `quarantine`, `strip`");
        usual.put(HazardCode.INTEGER_OVERFLOW, "`bigint`, `quarantine`");
        usual.put(HazardCode.BOOLEAN_VALUES, "`bigint` or `text`, whichever holds the values");
        usual.put(HazardCode.DATETIME_MIXED,
                "`text`, `null-if` (empty texts only); `timestamp`, `lossy` for times in a zone's gap");
        usual.put(HazardCode.NULL_IN_KEY, "`unique`, `skip-key`");
        usual.put(HazardCode.KEY_CLASS_MIXED, "`classed`, `text` where no two keys become equal");
        usual.put(HazardCode.DUPLICATE_KEY, "`skip-key`");
        usual.put(HazardCode.FK_ORPHAN, "`not-valid`, `skip`");
        usual.put(HazardCode.FK_TYPE_MISMATCH, "`skip`");
        usual.put(HazardCode.CHECK_VIOLATED, "`not-valid`, `skip`");
        usual.put(HazardCode.NOT_NULL_VIOLATED, "`drop-not-null`");
        usual.put(HazardCode.UNIQUE_VIOLATED, "`not-unique`");
        usual.put(HazardCode.INDEX_VALUE_TOO_LARGE, "`hash` (one column only), `skip`");
        usual.put(HazardCode.SCHEMA_DIFFERS,
                "`add`, `skip` for a column that the target lacks; `zone:ZONE` for times without one; `quarantine` for values that do "
                        + "not fit a column that may be NULL; else none");
        return usual;
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("text", "the column becomes text; numbers are written by their shortest exact decimal, and what the column "
                + "cannot tell of a value's class is kept in `portage.quarantine`");
        words.put("numeric", "the column becomes numeric, which holds integers and fractions");
        words.put("quarantine", "values that do not fit become NULL in the column; their class and bytes are kept in "
                + "`portage.quarantine`");
        words.put("classed", "the column becomes bytea: one byte for the class, then the value");
        words.put("bytea", "the column becomes bytea and holds the bytes as they are");
        words.put("escape", "what text cannot hold is written as `\\xHH`, a backslash as two; nothing is lost");
        words.put("transcode", "texts that are not UTF-8 are read in another character set");
        words.put("strip", "what text cannot hold is removed; **loses**, and the rows are counted");
        words.put("null-if", "empty texts become NULL; **loses** the difference, and the rows are counted");
        words.put("bigint", "the column becomes bigint");
        words.put("timestamp", "the column becomes timestamp without a zone");
        words.put("lossy", "the times are kept as a near one; **loses**, and the rows are counted");
        words.put("unique", "a unique index takes the place of the primary key, and the column may hold NULL");
        words.put("skip-key", "the table gets no primary key");
        words.put("not-valid", "the constraint is made NOT VALID: it holds for rows written from now on");
        words.put("skip", "the constraint, index or column is not made");
        words.put("add", "the column is added to the application's own table");
        words.put("zone:ZONE", "the times are read in that zone: `zone:UTC`, `zone:Europe/Berlin`");
        words.put("drop-not-null", "the column loses NOT NULL");
        words.put("not-unique", "the index is made without UNIQUE");
        words.put("hash", "a hash index, or a unique constraint by hash, takes the place of the btree");
        return words;
    }
}
