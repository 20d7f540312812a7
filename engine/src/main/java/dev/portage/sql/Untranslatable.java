package dev.portage.sql;

/// An expression of SQLite has no exact counterpart in PostgreSQL. Checked, so that whoever asks for a translation also
/// says what becomes of an expression that has none.
public final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param reason why, as a clause that a person reads behind "not translated: "
    public Untranslatable(String reason) {
        super(reason);
    }

    /// Why, as a clause: `the function printf() has no exact counterpart in PostgreSQL`.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
