package dev.portage.sql;

import dev.portage.sql.TriggerText.Event;
import dev.portage.sql.TriggerText.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a CREATE TRIGGER as SQLite keeps it in its schema table; the statements of its body stay text.
///
/// Source: sqlite.org/lang_createtrigger.html.
public final class CreateTriggerParser {
    private CreateTriggerParser() {}

    /// What `sql` says.
    ///
    /// @throws SqlSyntaxException it is no CREATE TRIGGER
    public static TriggerText parse(String sql) {
        var tokens = new Tokens(sql);
        tokens.expect("CREATE");
        if (!tokens.accept("TEMP")) {
            tokens.accept("TEMPORARY");
        }
        tokens.expect("TRIGGER");
        String name = CreateTableParser.tableName(tokens);
        Timing timing = timing(tokens);
        Event event = event(tokens);
        var columns = new ArrayList<String>();
        if (event == Event.UPDATE && tokens.accept("OF")) {
            do {
                columns.add(tokens.name());
            } while (tokens.acceptOperator(","));
        }
        tokens.expect("ON");
        String table = tokens.name();
        if (tokens.accept("FOR")) {
            tokens.expect("EACH");
            tokens.expect("ROW");
        }
        Optional<String> when = Optional.empty();
        if (tokens.accept("WHEN")) {
            int start = tokens.peek().start();
            new SqliteExpressionParser(tokens).expression();
            when = Optional.of(tokens.slice(start, tokens.previous().end()));
        }
        tokens.expect("BEGIN");
        return new TriggerText(name, table, timing, event, columns, when, body(tokens));
    }

    private static Timing timing(Tokens tokens) {
        if (tokens.accept("AFTER")) {
            return Timing.AFTER;
        }
        if (tokens.acceptAll("INSTEAD", "OF")) {
            return Timing.INSTEAD_OF;
        }
        tokens.accept("BEFORE");
        return Timing.BEFORE;
    }

    private static Event event(Tokens tokens) {
        for (Event event : Event.values()) {
            if (tokens.accept(event.name())) {
                return event;
            }
        }
        throw tokens.unexpected("INSERT, UPDATE or DELETE");
    }

    // Each statement of a body ends with a semicolon, so that the END behind one closes the trigger.
    private static List<String> body(Tokens tokens) {
        var statements = new ArrayList<String>();
        int start = tokens.peek().start();
        while (true) {
            if (tokens.ended()) {
                throw tokens.unexpected("END");
            }
            if (tokens.previous().isOperator(";") && tokens.accept("END")) {
                tokens.expectEnd();
                return statements;
            }
            if (tokens.next().isOperator(";")) {
                statements.add(tokens.slice(start, tokens.previous().start()));
                start = tokens.peek().start();
            }
        }
    }
}
