package dev.portage.sql;

/// A text is not an expression or statement as SQLite writes them, or is larger than the bounds of the parsers.
public final class SqlSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    SqlSyntaxException(String message, int position) {
        super("%s at character %d".formatted(message, position + 1));
        this.position = position;
    }

    /// Where, as a 0-based offset of a UTF-16 unit in the text.
    public int position() {
        return position;
    }
}
