package dev.portage.sql;

import java.util.List;
import java.util.Optional;

/// What the text of a CREATE TRIGGER says. Names are bare, without their quotes.
///
/// @param columns of an `UPDATE OF`, empty for every other event
/// @param when the condition
/// @param body the statements in order, each without its semicolon
public record TriggerText(String name, String table, Timing timing, Event event, List<String> columns, Optional<String> when,
        List<String> body) {
    public TriggerText {
        columns = List.copyOf(columns);
        body = List.copyOf(body);
    }

    /// When it fires; SQLite takes BEFORE where the text says nothing.
    public enum Timing {
        BEFORE, AFTER, INSTEAD_OF
    }

    /// What it fires for.
    public enum Event {
        INSERT, UPDATE, DELETE
    }
}
