package dev.portage.state;

import java.sql.Connection;

/// Opens connections to the target.
@FunctionalInterface
public interface Sessions {
    /// A new connection in autocommit mode, the caller's to close.
    ///
    /// @param purpose what it is for, shown in `pg_stat_activity`: `copy`, `index`, `verify`
    /// @throws dev.portage.UnreachableException PostgreSQL did not answer
    Connection open(String purpose);
}
