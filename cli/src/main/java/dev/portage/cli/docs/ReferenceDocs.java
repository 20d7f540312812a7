package dev.portage.cli.docs;

import dev.portage.ErrorCodes;
import dev.portage.cli.CommandPages;
import dev.portage.plan.HazardCode;
import dev.portage.plan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes `docs/reference/*.md` from the tables in the code. `dev/docs` runs it; a test fails when a page differs.
public final class ReferenceDocs {
    private static final String MADE = "<!-- Written by dev/docs from the code; edit there. -->\n\n";

    private ReferenceDocs() {}

    /// Writes every page into `folder`.
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    /// File name and contents of every page.
    static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("commands.md", MADE + CommandPages.commands());
        pages.put("settings.md", MADE + CommandPages.settings());
        pages.put("errors.md", MADE + errors());
        pages.put("hazards.md", MADE + hazards());
        pages.put("expressions.md", MADE + ExpressionPage.page());
        return pages;
    }

    private static String errors() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Every error has a code that keeps its meaning, says what happened and where, what became of the data, and what
                to type next. Its family decides the exit code. Messages hold tables, keys and positions, never passwords, and
                row values only with `--show-values`.
                """);
        for (ErrorCodes.Family family : ErrorCodes.FAMILIES) {
            page.append("\n## PT-%03d to PT-%03d: exit code %d\n\n%s (`%s`).\n\n| code | when | what to do |\n|---|---|---|\n"
                    .formatted(family.first(), family.last(), family.exitCode(), family.meaning(), family.type()));
            ErrorCodes.ALL.stream().filter(entry -> ErrorCodes.family(entry.number()).equals(family))
                    .forEach(entry -> page
                            .append("| %s | %s | %s |\n".formatted(entry.code(), cell(entry.when()), cell(entry.next()))));
        }
        return page.toString();
    }

    private static String hazards() {
        StringBuilder page = new StringBuilder("""
                # Hazards

                What can go wrong with data, or look different afterwards. A code is never renamed. *Blockers* need a person:
                `move` stops with exit code 3 before anything is made in the target, and the plan and the report list the
                choices, the suggestion first. `--accept-suggestions` takes the first choice of each. *Warnings* keep every
                value, but somebody must know. *Notes* are information.
                """);
        for (Severity severity : Severity.values()) {
            boolean blockers = severity == Severity.BLOCKER;
            page.append("\n## %ss\n\n".formatted(capital(severity.word())));
            page.append(blockers ? "| code | rises when | choices |\n|---|---|---|\n" : "| code | rises when |\n|---|---|\n");
            for (HazardCode code : HazardCode.values()) {
                if (code.severity() == severity) {
                    page.append("| `%s` | %s |".formatted(code.code(), cell(code.rises())))
                            .append(blockers ? " %s |\n".formatted(HazardChoices.usual(code)) : "\n");
                }
            }
        }
        page.append("\n## What the choices do\n\n| choice | what it does |\n|---|---|\n");
        HazardChoices.WORDS.forEach((word, meaning) -> page.append("| `%s` | %s |\n".formatted(word, meaning)));
        return page.toString();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
