package dev.portage.schema;

import java.util.Locale;

/// What SQLite tries to turn a value into when it is stored in a column.
///
/// Source: "Datatypes In SQLite", section 3.1 (sqlite.org/datatype3.html).
public enum Affinity {
    INTEGER, TEXT, BLOB, REAL, NUMERIC;

    /// The affinity that a declared type gives a column of an ordinary (not STRICT) table; the order of the rules counts.
    public static Affinity ofDeclared(String declaredType) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.contains("BLOB") || type.isEmpty()) {
            return BLOB;
        }
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return REAL;
        }
        return NUMERIC;
    }

    /// The affinity of a column; in a STRICT table `ANY` converts nothing.
    public static Affinity of(String declaredType, boolean strict) {
        return strict && declaredType.equalsIgnoreCase("ANY") ? BLOB : ofDeclared(declaredType);
    }

    /// True where a text that looks like a number is stored as a number.
    public boolean numeric() {
        return this == INTEGER || this == REAL || this == NUMERIC;
    }
}
