package dev.portage.sql;

import dev.portage.sql.Expression.FunctionCall;
import dev.portage.sql.Expression.TextLiteral;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// date() and datetime() of one constant text are constant texts.
///
/// Source: sqlite.org/lang_datefunc.html.
final class ConstantDates {
    private static final Pattern MOMENT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d:\\d\\d))?");

    private ConstantDates() {}

    /// The text that `expression` gives, or `expression` itself.
    static Expression folded(Expression expression) {
        if (!(expression instanceof FunctionCall(var name, var arguments, _, _)) || !List.of("date", "datetime").contains(name)
                || arguments.size() != 1 || !(arguments.getFirst() instanceof TextLiteral(var text))) {
            return expression;
        }
        Matcher matcher = MOMENT.matcher(text);
        if (!matcher.matches() || !real(matcher)) {
            return expression;
        }
        String time = matcher.group(2) == null ? "00:00:00" : matcher.group(2);
        return new TextLiteral(name.equals("date") ? matcher.group(1) : matcher.group(1) + " " + time);
    }

    // SQLite goes on from the 30th of February to a day of March, which is left to nobody here.
    private static boolean real(Matcher matcher) {
        try {
            LocalDate.parse(matcher.group(1));
            return matcher.group(2) == null || LocalTime.parse(matcher.group(2)) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
