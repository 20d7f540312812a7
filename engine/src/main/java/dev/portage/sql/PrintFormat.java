package dev.portage.sql;

import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The format of printf(): `%d`, `%i`, `%u`, `%x`, `%X`, `%s`, `%q`, `%Q` and `%%` with flags `-`, `0`, `+`, blank and a width.
///
/// Source: sqlite.org/printf.html and `printf.c`. A width counts bytes.
final class PrintFormat {
    private static final Pattern PART = Pattern.compile("%([-+ 0]*)([1-9]\\d{0,2})?(?:ll|l)?([diuxXsqQ%])");

    private final String name;
    private final String format;
    private final List<Piece> values;
    private final List<String> parts = new ArrayList<>();
    private int used;

    PrintFormat(String name, String format, List<Piece> values) {
        this.name = name;
        this.format = format;
        this.values = values;
    }

    Piece write() throws Untranslatable {
        Matcher matcher = PART.matcher(format);
        var plain = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            if (format.charAt(at) != '%') {
                plain.append(format.charAt(at++));
                continue;
            }
            if (!matcher.region(at, format.length()).lookingAt()) {
                throw unknown();
            }
            at = matcher.end();
            if (matcher.group().equals("%%")) {
                plain.append('%');
                continue;
            }
            literal(plain);
            parts.add(part(matcher.group(1), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)),
                    matcher.group(3).charAt(0)));
        }
        literal(plain);
        if (parts.isEmpty()) {
            parts.add("''::text");
        }
        String sql = parts.size() == 1 ? parts.getFirst() : "(" + String.join(" || ", parts) + ")";
        return Piece.text(sql, values.toArray(Piece[]::new));
    }

    private void literal(StringBuilder plain) throws Untranslatable {
        if (!plain.isEmpty()) {
            parts.add(Piece.literal(plain.toString()) + "::text");
            plain.setLength(0);
        }
    }

    private Untranslatable unknown() {
        return new Untranslatable("%s() has a part in its format that is not written alike in PostgreSQL".formatted(name));
    }

    private String part(String flags, int width, char letter) throws Untranslatable {
        if (letter == '%') {
            throw unknown();
        }
        if (used >= values.size()) {
            throw new Untranslatable("%s() has fewer values than its format asks for".formatted(name));
        }
        Piece value = values.get(used++);
        Translation.requireRepeatable(value);
        return switch (letter) {
            case 'd', 'i', 'u', 'x', 'X' -> number(flags, width, letter, value);
            default -> text(flags, width, letter, value);
        };
    }

    private String number(String flags, int width, char letter, Piece value) throws Untranslatable {
        if (value.kind() != ValueKind.INTEGER && value.kind() != ValueKind.NULL) {
            throw new Untranslatable("%s() writes %s as a whole number".formatted(name, value.kind().words()));
        }
        String n = value.kind() == ValueKind.NULL ? "0::bigint" : "coalesce(" + value.bigint() + ", 0)";
        boolean signed = letter == 'd' || letter == 'i';
        if (letter == 'u') {
            throw unknown();
        }
        String digits = signed
                ? "ltrim(" + n + "::text, '-')"
                : letter == 'x' ? "to_hex(" + n + ")" : "upper(to_hex(" + n + "))";
        String positive = !signed ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        String sign = signed ? "(CASE WHEN %s < 0 THEN '-' ELSE '%s' END)".formatted(n, positive) : "''";
        if (flags.contains("0") && width > 0) {
            return zeros(flags, width, sign, digits);
        }
        return padded(flags, width, signed ? "(" + sign + " || " + digits + ")" : digits);
    }

    // The sign stands before the zeros and counts; a minus as a flag changes nothing then but the side of blanks.
    private static String zeros(String flags, int width, String sign, String digits) {
        String zeros = "repeat('0', %d - char_length(%s) - char_length(%s))".formatted(width, sign, digits);
        return padded(flags, width, "(%s || %s || %s)".formatted(sign, zeros, digits));
    }

    private String text(String flags, int width, char letter, Piece value) throws Untranslatable {
        if (flags.contains("+") || flags.contains(" ") || flags.contains("0")) {
            throw unknown();
        }
        boolean written = value.kind() == ValueKind.TEXT || value.kind() == ValueKind.INTEGER || value.kind() == ValueKind.NULL;
        if (!written) {
            throw new Untranslatable("%s() writes %s as a text".formatted(name, value.kind().words()));
        }
        String text = value.kind() == ValueKind.TEXT
                ? value.sql()
                : value.kind() == ValueKind.NULL
                        ? "NULL::text"
                        : value.sql() + "::text";
        String doubled = "replace(" + text + ", '''', '''''')";
        return padded(flags, width, switch (letter) {
            case 'q' -> "coalesce(" + doubled + ", '(NULL)')";
            case 'Q' -> "coalesce('''' || " + doubled + " || '''', 'NULL')";
            default -> "coalesce(" + text + ", '')";
        });
    }

    private static String padded(String flags, int width, String text) {
        if (width == 0) {
            return text;
        }
        String blanks = "repeat(' ', %d - octet_length(%s))".formatted(width, text);
        return flags.contains("-") ? "(" + text + " || " + blanks + ")" : "(" + blanks + " || " + text + ")";
    }
}
