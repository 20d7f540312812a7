package dev.portage.target;

import dev.portage.ConfigException;
import dev.portage.DefectException;
import dev.portage.PortageException;
import dev.portage.RefusedException;
import dev.portage.UnreachableException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Turns what the driver throws into what an operator can act on, once, at the edge.
///
/// PostgreSQL's DETAIL lines and the messages of its data errors repeat values of rows; neither passes through here.
///
/// Source: "PostgreSQL Error Codes" (postgresql.org/docs/current/errcodes-appendix.html).
public final class TargetErrors {
    private TargetErrors() {}

    /// The error of a statement as one of ours: an [UnreachableException] when the server went away, stopped, or ran
    /// out of room, memory, connections or time; otherwise a [DefectException] with the state and the message.
    ///
    /// @param doing what the statement was for, as in `while %s`: `copying table users`
    public static PortageException unreachableOr(SQLException error, String doing) {
        if (state(error).equals("42501")) {
            return new ConfigException(133,
                    "the role in the target has no right for this, while %s: %s (SQLSTATE 42501)".formatted(doing,
                            message(error)),
                    "Nothing of that step was kept; grant the right, then run the same command again", clean(error));
        }
        if (state(error).equals("25006")) {
            return new RefusedException(600, "the target has become read-only while %s (SQLSTATE 25006)".formatted(doing),
                    "What was committed is kept; see whether another server took over, or turn default_transaction_read_only off,"
                            + " then type the same command again",
                    clean(error));
        }
        return unreachable(error, doing).map(PortageException.class::cast).orElseGet(() -> defect(error, doing));
    }

    /// The error as an [UnreachableException] when it is one of those, for callers that know what the others mean.
    public static Optional<UnreachableException> unreachable(SQLException error, String doing) {
        String state = state(error);
        SilentServerException silent = SilentServerException.in(error);
        if (silent != null) {
            return Optional.of(new UnreachableException(375,
                    "PostgreSQL was given up while %s: %s (SQLSTATE %s)".formatted(doing, silent.getMessage(), state),
                    "Look at the network and the server, or raise silence_timeout in the URL. What was committed is kept; type the"
                            + " same command again to go on",
                    clean(error)));
        }
        String place = " while %s (SQLSTATE %s)".formatted(doing, state);
        String again = "What was committed is kept; type the same command again to go on";
        SQLException cause = clean(error);
        return Optional.ofNullable(switch (state) {
            case "53100" ->
                new UnreachableException(320, "PostgreSQL's disk is full: %s%s".formatted(message(error), place),
                        "Make room there. " + again, cause);
            case "53200" -> new UnreachableException(321, "PostgreSQL ran out of memory" + place,
                    "Give it memory or lower its work_mem. " + again, cause);
            case "53300" -> new UnreachableException(304, "PostgreSQL has no connection left" + place,
                    "Close other sessions or raise max_connections. " + again, cause);
            case "57P01", "57P02", "57P03" -> new UnreachableException(322, "PostgreSQL was stopped" + place,
                    "Start it. " + again, cause);
            case "55P03" -> new UnreachableException(323, "a lock was not free in time" + place,
                    "Find who holds it in pg_locks, or wait. " + again, cause);
            case "40001" -> new UnreachableException(376, "PostgreSQL could not put transactions in an order" + place,
                    "Stop other writers of these tables. " + again, cause);
            case "25P03", "25P04", "57P05" -> new UnreachableException(377,
                    "PostgreSQL ended the session by a time limit: " + message(error) + place,
                    "Look for who sets that limit while Portage runs. " + again, cause);
            case "57014" -> new UnreachableException(324, "the statement was cancelled" + place,
                    "If nobody pressed Ctrl-C, look for a statement_timeout. " + again, cause);
            case "40P01" -> new UnreachableException(325, "PostgreSQL broke a deadlock" + place,
                    "Stop other writers of these tables. " + again, cause);
            default -> lost(state, place, again, cause);
        });
    }

    private static @Nullable UnreachableException lost(String state, String place, String again, SQLException cause) {
        if (state.startsWith("08")) {
            return new UnreachableException(326, "the connection to PostgreSQL broke" + place,
                    "Look at the server's log and the network. " + again, cause);
        }
        if (state.startsWith("53") || state.startsWith("58")) {
            return new UnreachableException(327, "PostgreSQL failed: %s%s".formatted(message(cause), place),
                    "Look at the server's log. " + again, cause);
        }
        return null;
    }

    private static DefectException defect(SQLException error, String doing) {
        return new DefectException(930,
                "PostgreSQL refused a statement while %s: %s (SQLSTATE %s)".formatted(doing, message(error), state(error)),
                "Nothing of that step was kept. Please report this line", clean(error));
    }

    /// The five characters of SQLSTATE, `00000` when the driver names none.
    public static String state(SQLException error) {
        String state = error.getSQLState();
        return state == null || state.isEmpty() ? "00000" : state;
    }

    /// What the server said in its first line, without values: for data errors (classes 22 and 23) what stands between
    /// quotes or after a colon is left out.
    public static String message(SQLException error) {
        ServerErrorMessage fromServer = error instanceof PSQLException own ? own.getServerErrorMessage() : null;
        String text = fromServer == null ? error.getMessage() : fromServer.getMessage();
        if (text == null) {
            return error.getClass().getSimpleName();
        }
        String first = text.lines().findFirst().orElse("").strip();
        return switch (state(error).substring(0, 2)) {
            case "22" -> first.replaceAll("\"[^\"]*\"", "\"…\"").replaceAll(": .*", "");
            case "23" -> first.replaceAll(": .*", "");
            default -> first;
        };
    }

    /// A copy of the error whose message is [#message], with the same state and stack: good for a cause, because a
    /// printed stack trace shows it.
    public static SQLException clean(SQLException error) {
        SQLException clean = new SQLException(message(error), error.getSQLState(), error.getErrorCode());
        clean.setStackTrace(error.getStackTrace());
        return clean;
    }
}
