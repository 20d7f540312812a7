package dev.portage.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines of a pgpass file: `host:port:database:user:password`, the first that fits wins, `*` fits everything, and a
/// backslash before `:` or `\` takes it literally.
///
/// Source: "The Password File" (postgresql.org/docs/current/libpq-pgpass.html).
final class PassFile {
    private PassFile() {}

    static Optional<String> find(String text, TargetAddress.Server server) {
        List<String> wanted = List.of(server.host(), Integer.toString(server.port()), server.database(), server.user());
        return text.lines().filter(line -> !line.startsWith("#")).map(PassFile::fields).filter(fields -> fits(fields, wanted))
                .map(fields -> fields.get(4).text()).findFirst();
    }

    private static boolean fits(List<Field> fields, List<String> wanted) {
        if (fields.size() < 5) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).isWildcard() && !fields.get(i).text().equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Field> fields(String line) {
        List<Field> fields = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        boolean anyEscape = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean separator = c == ':' && fields.size() < 4;
            if (escaped || (c != '\\' && !separator)) {
                text.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
                anyEscape = true;
            } else {
                fields.add(new Field(text.toString(), anyEscape));
                text.setLength(0);
                anyEscape = false;
            }
        }
        fields.add(new Field(text.toString(), anyEscape));
        return fields;
    }

    /// @param hasEscape an escaped star is a star, not a wildcard
    private record Field(String text, boolean hasEscape) {
        boolean isWildcard() {
            return text.equals("*") && !hasEscape;
        }
    }
}
