package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The statements of Portage's `1-plan/schema.sql`, by section.
///
/// @param sections statements without their semicolon, in order, by the number of their section
record SchemaScript(Map<Integer, List<String>> sections) {
    private static final Pattern HEADING = Pattern.compile("-- (\\d+)\\. .*");
    private static final int TABLES = 1;
    private static final int INDEXES = 2;
    private static final int FOREIGN_KEYS = 4;
    private static final int VALIDATIONS = 5;

    static SchemaScript read(Path file) throws IOException {
        Map<Integer, List<String>> sections = new TreeMap<>();
        StringBuilder statement = new StringBuilder();
        int section = 0;
        for (String line : Files.readAllLines(file)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = Integer.parseInt(heading.group(1));
            } else if (section > 0) {
                statement.append(line).append('\n');
                if (line.endsWith(";")) {
                    String sql = statement.toString().strip();
                    sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(sql.substring(0, sql.length() - 1));
                    statement.setLength(0);
                }
            }
        }
        return new SchemaScript(sections);
    }

    List<String> tables() {
        return section(TABLES);
    }

    List<String> indexes() {
        return section(INDEXES);
    }

    List<String> foreignKeys() {
        return section(FOREIGN_KEYS);
    }

    /// The proofs of foreign keys, without those of CHECK constraints.
    List<String> validations() {
        return section(VALIDATIONS).stream().filter(sql -> sql.endsWith("_fkey\"")).toList();
    }

    private List<String> section(int number) {
        return sections.getOrDefault(number, List.of());
    }
}
