package dev.portage.sql;

/// The moment that a text or number tells, so that a column of a temporal type can take it without a detour.
///
/// @param utc a timestamp without time zone, in UTC, of full precision
/// @param part what of it is told
record Moment(String utc, Part part) {
    /// The present moment in UTC.
    static final String NOW = "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')";

    enum Part {
        DATE, TIME, SECONDS, MILLISECONDS,
        /// Whole seconds since 1970, a number.
        EPOCH_SECONDS
    }

    /// The moment as a timestamptz of full precision.
    String instant() {
        return utc.equals(NOW) ? "CURRENT_TIMESTAMP" : "(" + utc + " AT TIME ZONE 'UTC')";
    }
}
