package dev.portage.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.HazardCode;
import dev.portage.plan.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferenceDocsTest {
    private static final Path FOLDER = Path.of("..", "docs", "reference");

    @Test
    void the_reference_pages_are_what_the_code_says() throws Exception {
        if ("write".equals(System.getProperty("portage.docs"))) {
            ReferenceDocs.write(FOLDER);
        }

        for (var page : ReferenceDocs.pages().entrySet()) {
            assertThat(Files.readString(FOLDER.resolve(page.getKey())))
                    .as("docs/reference/%s differs from the code; type dev/docs and commit", page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void every_hazard_has_a_line_and_every_choice_a_meaning() {
        String page = ReferenceDocs.pages().get("hazards.md");

        assertThat(Arrays.stream(HazardCode.values()).map(HazardCode::code))
                .allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
        Arrays.stream(HazardCode.values()).filter(code -> code.severity() == Severity.BLOCKER)
                .flatMap(code -> Pattern.compile("`([a-z-]+)`").matcher(HazardChoices.usual(code)).results())
                .forEach(word -> assertThat(HazardChoices.WORDS).containsKey(word.group(1)));
    }
}
