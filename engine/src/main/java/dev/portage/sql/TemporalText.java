package dev.portage.sql;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts that are full dates or times, as literals of PostgreSQL's types.
final class TemporalText {
    private static final Pattern FULL = Pattern.compile("(?:(\\d{4}-\\d\\d-\\d\\d))?(?:([T ])?"
            + "(\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d{1,6})?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");

    private TemporalText() {}

    /// `text` as a constant of that type. A text without a zone is taken as UTC, as SQLite takes it.
    ///
    /// @param form of the column that it is compared with or stored in, where there is one
    /// @throws Untranslatable the text is no full value of the type, or not of the form that the column's texts have
    static String literal(String text, Kind type, Optional<ValueForm> form) throws Untranslatable {
        Matcher matcher = FULL.matcher(text);
        boolean date = matcher.matches() && matcher.group(1) != null;
        boolean time = matcher.matches() && matcher.group(3) != null;
        boolean separated = matcher.matches() && (date && time) == (matcher.group(2) != null);
        String zone = matcher.matches() ? matcher.group(6) : null;
        boolean full = separated && switch (type) {
            case DATE -> date && !time;
            case TIME -> time && !date && zone == null;
            case TIMESTAMP -> date && time && zone == null;
            case TIMESTAMPTZ -> date && time;
            default -> false;
        };
        if (!full || !real(matcher)) {
            throw new Untranslatable("a text in it is no full value of type " + type.sqlName());
        }
        if (form.isPresent() && form.get() instanceof ValueForm.IsoText(var pattern, var assumed)) {
            requireSame(matcher, pattern,
                    zone == null && assumed.isPresent() && !assumed.get().normalized().equals(ZoneOffset.UTC));
        }
        String complete = type == Kind.TIMESTAMPTZ && zone == null ? text + "+00" : text;
        return Piece.literal(complete) + "::" + switch (type) {
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            default -> "timestamptz";
        };
    }

    /// The day with which a text begins that goes on with a time of day, for a column of days: such a text sorts behind its
    /// day and before the next one.
    static Optional<String> dayOf(String text, Kind type, Optional<ValueForm> form) {
        Matcher matcher = FULL.matcher(text);
        boolean days = type == Kind.DATE && form.isPresent() && form.get() instanceof ValueForm.IsoText(var pattern, _)
                && pattern.date() && pattern.time() == IsoPattern.TimePart.NONE;
        boolean longer = matcher.matches() && matcher.group(1) != null && matcher.group(3) != null && real(matcher);
        return days && longer ? Optional.of("'" + matcher.group(1) + "'::date") : Optional.empty();
    }

    // Texts of several forms sort otherwise than the moments they tell.
    private static void requireSame(Matcher matcher, IsoPattern pattern, boolean otherZone) throws Untranslatable {
        String separator = matcher.group(2);
        boolean date = (matcher.group(1) != null) == pattern.date();
        boolean apart = separator == null || separator.charAt(0) == pattern.separator();
        boolean seconds = (matcher.group(4) != null) == (pattern.time() == IsoPattern.TimePart.SECONDS);
        boolean zoned = switch (pattern.zone()) {
            case NONE -> matcher.group(6) == null;
            case Z -> "Z".equals(matcher.group(6));
            case OFFSET_COLON, OFFSET, OFFSET_HOURS -> false;
        };
        int digits = matcher.group(5) == null ? 0 : matcher.group(5).length() - 1;
        boolean fraction = switch (pattern.fraction()) {
            case NONE -> digits == 0;
            case FIXED -> digits == pattern.fractionDigits();
            case OMITTED_IF_ZERO, MIXED -> false;
        };
        if (!date || !apart || !seconds || !zoned || !fraction || otherZone) {
            throw new Untranslatable("a text in it has another form than the dates and times of its column");
        }
    }

    /// Whether texts of that form sort as the moments they tell.
    static boolean ordered(ValueForm form) {
        if (!(form instanceof ValueForm.IsoText(var pattern, _))) {
            return true;
        }
        boolean fraction = pattern.fraction() == IsoPattern.Fraction.NONE || pattern.fraction() == IsoPattern.Fraction.FIXED;
        return fraction && (pattern.zone() == IsoPattern.Zone.NONE || pattern.zone() == IsoPattern.Zone.Z);
    }

    private static boolean real(Matcher matcher) {
        try {
            if (matcher.group(1) != null && LocalDate.parse(matcher.group(1)).getYear() == 0) {
                return false;
            }
            if (matcher.group(3) != null) {
                LocalTime.parse(matcher.group(3) + (matcher.group(4) == null ? "" : matcher.group(4)));
            }
            String zone = matcher.group(6);
            return zone == null || zone.equals("Z") || ZoneOffset.of(zone).getTotalSeconds() <= 14 * 3600;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
