package dev.portage.plan;

import java.util.Locale;

/// What can go wrong with data, or look different afterwards. A code is never renamed: people script against them.
public enum HazardCode {
    STORAGE_CLASS_MIXED(Severity.BLOCKER, "a column holds values of storage classes that its natural type cannot hold together"),
    EMPTY_STRING_IN_NUMBER(Severity.BLOCKER, "an empty text lies in a column declared as a number"),
    NUL_IN_TEXT(Severity.BLOCKER, "a text holds U+0000, which PostgreSQL's text cannot"),
    INVALID_UTF8(Severity.BLOCKER, "a text is not valid UTF-8 (or UTF-16)"),
    INTEGER_OVERFLOW(Severity.BLOCKER, "a number does not fit the integer type that the plan names"),
    BOOLEAN_VALUES(Severity.BLOCKER, "a column declared BOOLEAN holds other values than 0, 1 and NULL"),
    DATETIME_MIXED(Severity.BLOCKER, "a date or time column holds more than one form"),
    NULL_IN_KEY(Severity.BLOCKER, "a primary key holds NULL, which SQLite allows and PostgreSQL does not"),
    KEY_CLASS_MIXED(Severity.BLOCKER, "a key holds values of several storage classes, which one type would merge or reorder"),
    DUPLICATE_KEY(Severity.BLOCKER, "two rows have the same key in the target"),
    FK_ORPHAN(Severity.BLOCKER, "rows refer to a parent row that does not exist"),
    FK_TYPE_MISMATCH(Severity.BLOCKER, "the two columns of a foreign key would get types that cannot be compared"),
    CHECK_VIOLATED(Severity.BLOCKER, "rows violate a CHECK of their own table"),
    NOT_NULL_VIOLATED(Severity.BLOCKER, "NULL lies in a column declared NOT NULL"),
    UNIQUE_VIOLATED(Severity.BLOCKER, "rows violate a UNIQUE constraint or index"),
    INDEX_VALUE_TOO_LARGE(Severity.BLOCKER, "a value is too long for a btree index entry (2,704 bytes)"),
    SCHEMA_DIFFERS(Severity.BLOCKER,
            "the application's own table in the target lacks a column, wants one, or has a type that values do not fit"),
    TARGET_NOT_EMPTY(Severity.BLOCKER, "a planned table holds rows in the target that are not ours"),
    TOO_MANY_COLUMNS(Severity.BLOCKER, "a table has more columns than PostgreSQL allows (1,600)"),
    VALUE_TOO_LARGE(Severity.BLOCKER, "a value is larger than PostgreSQL allows (1 GB less a header)"),
    IDENTIFIER_CONTROL_CHARACTER(Severity.BLOCKER, "a name holds a control character"),
    REAL_IN_INTEGER(Severity.WARNING, "a column declared as an integer holds fractions; its type becomes one that holds both"),
    NUMERIC_SCALE(Severity.WARNING,
            "values do not fit the declared precision and scale; the type becomes numeric without limits"),
    DATETIME_AMBIGUOUS(Severity.WARNING, "times carry no zone, or a number's unit cannot be told"),
    DATETIME_PRECISION(Severity.WARNING, "times carry more digits than PostgreSQL's microseconds; the column stays text"),
    NO_KEY(Severity.WARNING, "the table has no primary key; it is verified as a multiset"),
    IDENTIFIER_RENAMED(Severity.WARNING,
            "a name cannot be kept (over 63 bytes, or PostgreSQL's own) and is changed, or the target spells it otherwise"),
    IDENTIFIER_CASE(Severity.WARNING, "a name has upper-case letters, so SQL on PostgreSQL must quote it"),
    FK_MISSING_PARENT(Severity.WARNING, "a foreign key names a table or columns that do not exist; it cannot arrive"),
    FK_PARENT_NOT_UNIQUE(Severity.WARNING, "a foreign key refers to columns that are not unique in PostgreSQL; it cannot arrive"),
    NOCASE(Severity.WARNING, "a column compares without case; its unique indexes become indexes on lower()"),
    EXPRESSION_UNTRANSLATED(Severity.WARNING, "a CHECK has no exact translation and does not arrive"),
    DEFAULT_UNTRANSLATED(Severity.WARNING, "a DEFAULT has no exact translation and does not arrive"),
    VIEW_UNTRANSLATED(Severity.WARNING, "a view does not arrive"),
    VIEW_BROKEN(Severity.WARNING, "a view cannot be used in SQLite either and is skipped"),
    TRIGGER_UNTRANSLATED(Severity.WARNING, "a trigger does not arrive"),
    TRIGGER_DIFFERS(Severity.WARNING, "a trigger arrives and differs in one point"),
    VIRTUAL_TABLE(Severity.WARNING, "a virtual table arrives as something else, or does not arrive"),
    GENERATED_COLUMN(Severity.WARNING,
            "a generated column arrives as an ordinary one with its values, or its expression is recomputed"),
    INDEX_UNTRANSLATED(Severity.WARNING, "an index has no exact translation and does not arrive"),
    VARCHAR_OVERFLOW(Severity.WARNING, "texts are longer than the declared length; the column becomes text"),
    JSON_INVALID(Severity.WARNING, "texts in a JSON column are not JSON; the column stays text"),
    JSON_CHANGES(Severity.WARNING, "JSON texts would change as jsonb; the column stays json or text"),
    ROWID_UNSTABLE(Severity.WARNING, "rows are told apart only by a rowid that VACUUM may change"),
    ROLLBACK_LOSSY(Severity.WARNING, "a value arrives, but the form in which SQLite kept it cannot be written again exactly"),
    OVERRIDE_LOSSY(Severity.WARNING, "an override in plan.yaml loses something; the rows are counted"),
    DECLARED_TYPE_MISLEADING(Severity.WARNING, "the declared type gives SQLite another affinity than its words say"),
    TRIGGER_REPLACED(Severity.NOTE, "a trigger keeps a search table in step, which a generated column does from now on"),
    IDENTIFIER_SPELT(Severity.NOTE, "names are spelt in another way than in the source, as was asked"),
    DRIVER_FORM(Severity.NOTE,
            "with faithful types: usual drivers hand values of a type to the application in another form than SQLite's"),
    TARGET_LACKS(Severity.WARNING,
            "the application's own table in the target lacks a key, unique index, CHECK or foreign key of the source"),
    SEQUENCE_DESCENDING(Severity.WARNING, "a sequence of the target counts down and is left where it stands"),
    SHADOW_TABLE(Severity.NOTE, "a table that belongs to a virtual table and is not copied"),
    UUID_FORMS(Severity.NOTE, "a column holds UUIDs; they stay text"),
    ENCRYPTED_COLUMN(Severity.NOTE, "a column looks like a secret; its values are masked in every report"),
    SEQUENCE_AHEAD(Severity.NOTE, "the table's counter is ahead of its largest id; the identity goes on from the counter"),
    ENCODING_UTF16(Severity.NOTE, "the file keeps text as UTF-16; it is converted exactly"),
    COLUMN_EMPTY(Severity.NOTE, "a column without a declared type holds no value; it becomes text"),
    BOOKKEEPING_TABLE(Severity.NOTE,
            "a table in which a program keeps what it did to the schema; the target has its own, so it is not copied"),
    TARGET_COLUMN_EXTRA(Severity.NOTE, "a column of the target is not in the source; PostgreSQL fills it"),
    TARGET_TABLE_EXTRA(Severity.NOTE, "tables of the target are not in the source; they are left alone"),
    TARGET_TABLE_MISSING(Severity.NOTE, "the target has tables of the application but not this one; Portage makes it");

    private final Severity severity;
    private final String rises;

    HazardCode(Severity severity, String rises) {
        this.severity = severity;
        this.rises = rises;
    }

    /// The code in reports and scripts: `nul-in-text`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How much it asks of a person.
    public Severity severity() {
        return severity;
    }

    /// When it rises, as a clause.
    public String rises() {
        return rises;
    }
}
