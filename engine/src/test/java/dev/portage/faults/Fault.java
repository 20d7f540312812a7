package dev.portage.faults;

import java.util.List;

/// A fault to plant: the operation with this number, in the order in which a run comes to them, fails.
///
/// @param where which operations are numbered
/// @param kind how the operation fails
/// @param number from 1
/// @param lasting whether all later operations of the run fail as well
record Fault(Where where, Kind kind, int number, boolean lasting) {
    /// Operations that are numbered together.
    enum Where {
        /// Statements, COPY, commits, connections of PostgreSQL.
        POSTGRES,
        /// Commits in PostgreSQL of which the reply is lost.
        REPLIES,
        /// Statements and steps of SQLite, on the live file and on the private copy.
        SQLITE,
        /// Steps that write files in the work folder.
        FILES;

        /// How operations of this kind fail.
        List<Kind> kinds() {
            return switch (this) {
                case POSTGRES -> List.of(Kind.LOST, Kind.STOPPED, Kind.DISK_FULL, Kind.CANCELLED, Kind.DEADLOCK,
                        Kind.NOT_SERIALIZABLE);
                case REPLIES -> List.of(Kind.REPLY_LOST);
                case SQLITE -> List.of(Kind.SQLITE_FULL, Kind.SQLITE_IOERR, Kind.SQLITE_BUSY);
                case FILES -> List.of(Kind.NO_SPACE);
            };
        }

        /// The kind for an operation: all take their turns.
        Kind kind(int turn) {
            return kinds().get(turn % kinds().size());
        }
    }

    /// How an operation fails.
    ///
    /// `state` is the SQLSTATE, `code` SQLite's result code.
    enum Kind {
        LOST("08006", 0), STOPPED("57P01", 0), DISK_FULL("53100", 0), CANCELLED("57014", 0), DEADLOCK("40P01",
                0),
        NOT_SERIALIZABLE("40001", 0), REPLY_LOST("08006",
                0),
        SQLITE_FULL("", 13), SQLITE_IOERR("", 266), SQLITE_BUSY("", 5), NO_SPACE("", 0);

        private final String state;
        private final int code;

        Kind(String state, int code) {
            this.state = state;
            this.code = code;
        }

        String state() {
            return state;
        }

        int code() {
            return code;
        }

        /// Whether the session is gone with it.
        boolean endsSession() {
            return this == LOST || this == STOPPED || this == REPLY_LOST;
        }
    }

    @Override
    public String toString() {
        return "%s %s %d%s".formatted(where, kind, number, lasting ? " and later" : "");
    }
}
