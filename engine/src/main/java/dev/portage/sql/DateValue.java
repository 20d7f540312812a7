package dev.portage.sql;

import dev.portage.sql.Piece.Volatility;

/// The moment that the arguments of a date function tell.
///
/// @param utc a timestamp without time zone, in UTC, as PostgreSQL computes it
/// @param now whether it is the present moment, perhaps shifted
/// @param early whether it may lie before the year 1
/// @param late whether it may lie after the year 9999, which SQLite reads as NULL
/// @param fine whether SQLite may hold it with another fraction of a second: it reads no more than milliseconds
record DateValue(String utc, Volatility volatility, boolean now, boolean early, boolean late, boolean fine) {
    private static final String END = "'10000-01-01'::timestamp";
    // SQLite counts from noon of this day, and reads what is before as NULL.
    private static final String BEFORE = "'4714-11-24 11:59:59.999 BC'::timestamp";

    static DateValue present() {
        return new DateValue(Moment.NOW, Volatility.STABLE, true, false, false, false);
    }

    DateValue withUtc(String other) {
        return new DateValue(other, volatility, now, early, late, fine);
    }

    DateValue shifted(String other, boolean back, boolean ahead) {
        return new DateValue(other, volatility, now, early || back, late || ahead, fine);
    }

    /// NULL where it lies beyond the year 9999. LEAST passes over NULL, and the end is made NULL as well.
    DateValue held() {
        return late
                ? new DateValue("NULLIF(LEAST(%s, %s), %s)".formatted(utc, END, END), volatility, now, early, false, fine)
                : this;
    }

    /// NULL where it lies before the first moment that SQLite knows.
    DateValue floored() {
        return withUtc("NULLIF(GREATEST(%s, %s), %s)".formatted(utc, BEFORE, BEFORE));
    }

    /// The same for what is written with a fraction of a second.
    ///
    /// @throws Untranslatable the fraction is another one in SQLite
    DateValue precise() throws Untranslatable {
        if (fine) {
            throw new Untranslatable("it tells more digits of a second than the milliseconds that SQLite reads");
        }
        return this;
    }
}
