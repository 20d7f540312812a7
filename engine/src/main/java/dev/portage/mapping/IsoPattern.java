package dev.portage.mapping;

/// The exact form of ISO-like date and time texts, so exact that the text can be written again from the value.
///
/// @param date whether `YYYY-MM-DD` is there
/// @param separator between date and time: `T` or a blank; 0 where one of them is missing
/// @param time what of the time is there
/// @param fraction how many digits follow the seconds
/// @param fractionDigits 1..9 for FIXED and OMITTED_IF_ZERO (digits after the sixth are zeros, or the text is rounded), 0
///        for NONE; for MIXED the largest seen
/// @param zone the zone's form
public record IsoPattern(boolean date, char separator, TimePart time, Fraction fraction, int fractionDigits, Zone zone) {
    /// What of a time of day is written.
    public enum TimePart {
        NONE, MINUTES, SECONDS
    }

    /// How the fraction of a second is written. MIXED: no one rule, the text cannot be written again exactly.
    public enum Fraction {
        NONE, FIXED, OMITTED_IF_ZERO, MIXED
    }

    /// How the zone is written. OFFSET_COLON is `+02:00`, OFFSET `+0200`, OFFSET_HOURS `+02`; any offset may stand there,
    /// and offsets other than zero cannot be written again exactly.
    public enum Zone {
        NONE(""), Z("Z"), OFFSET_COLON("+HH:MM"), OFFSET("+HHMM"), OFFSET_HOURS("+HH");

        private final String form;

        Zone(String form) {
            this.form = form;
        }

        /// How it looks in a form's name.
        String form() {
            return form;
        }
    }

    /// The form as people write it: `YYYY-MM-DD HH:MM:SS.ffffff+HH:MM`, an omitted fraction in brackets.
    public String form() {
        var digits = "." + "f".repeat(fractionDigits);
        return form(date, separator, time, switch (fraction) {
            case NONE -> "";
            case FIXED -> digits;
            case OMITTED_IF_ZERO, MIXED -> "[" + digits + "]";
        }, zone);
    }

    /// The form that has these parts, `fraction` as written after the seconds.
    public static String form(boolean date, char separator, TimePart time, String fraction, Zone zone) {
        String clock = switch (time) {
            case NONE -> "";
            case MINUTES -> "HH:MM";
            case SECONDS -> "HH:MM:SS";
        };
        String between = date && time != TimePart.NONE ? String.valueOf(separator) : "";
        return (date ? "YYYY-MM-DD" : "") + between + clock + fraction + zone.form();
    }
}
