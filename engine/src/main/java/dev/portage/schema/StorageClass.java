package dev.portage.schema;

/// How SQLite stores one value. The class belongs to the value, not to the column.
///
/// Source: "Datatypes In SQLite", section 2 (sqlite.org/datatype3.html).
public enum StorageClass {
    NULL(5), INTEGER(1), REAL(2), TEXT(3), BLOB(4);

    private static final StorageClass[] BY_CODE = {NULL, INTEGER, REAL, TEXT, BLOB, NULL};

    private final int code;

    StorageClass(int code) {
        this.code = code;
    }

    /// SQLite's own number for the class (`SQLITE_INTEGER` and so on), 1..5.
    public int code() {
        return code;
    }

    /// The class with SQLite's number `code`, 1..5.
    public static StorageClass ofCode(int code) {
        return BY_CODE[code];
    }
}
