package dev.portage.schema;

/// The name of a table, column, index or constraint, exactly as stored, and the only place where names are quoted.
///
/// @param name the bare name, never empty, without U+0000
public record Identifier(String name) {
    public Identifier {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an identifier must not be empty or hold U+0000");
        }
    }

    /// `name` between double quotes, inner double quotes doubled. Good for SQLite and for PostgreSQL.
    public String quoted() {
        return quote(name);
    }

    /// The quoted form of a bare name.
    public static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /// `"schema"."name"`.
    public static String qualified(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    /// A string literal between single quotes that PostgreSQL reads the same whatever its settings: `E'…'` where a
    /// backslash is inside.
    public static String literal(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    @Override
    public String toString() {
        return name;
    }
}
