package dev.portage.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens reports in a real browser (Debian's chromium) and looks at what it made of them.
class ReportHtmlIT {
    @TempDir
    private Path folder;

    @Test
    void a_browser_shows_hostile_names_as_text_and_reports_no_error() throws Exception {
        String dom = dump(ReportHtml.render(TestReports.full()));

        assertThat(dom).contains("&lt;script&gt;console.error('owned')&lt;/script&gt;").doesNotContain("<script", "<img")
                .contains("Different</strong>", "data-label=\"In SQLite\"");
        assertThat(console()).isEmpty();
    }

    @Test
    void the_style_sheet_passes_the_pages_own_policy() throws Exception {
        // A script cannot look at the styles (the policy forbids any), so the console tells.
        dump(ReportHtml.render(TestReports.small("equal", 0)).replace("main {", "main  {"));

        assertThat(console()).as("a changed style sheet must be refused").contains("Content Security Policy");
    }

    @Test
    void a_planted_script_does_not_run() throws Exception {
        String page = ReportHtml.render(TestReports.full());

        String dom = dump(page.replace("</main>", "<script>document.title='owned'</script></main>"));

        assertThat(dom).doesNotContain("<title>owned");
        assertThat(console()).contains("Content Security Policy");
    }

    private String dump(String page) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("report.html"), page);
        Path dom = folder.resolve("dom");
        List<String> command = new ArrayList<>(
                List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile"), "--dump-dom",
                        file.toUri().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(dom.toFile())
                .redirectError(folder.resolve("stderr").toFile()).redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("HOME", folder.toString());
        Process chromium = builder.start();
        try {
            assertThat(chromium.waitFor(60, TimeUnit.SECONDS)).as("chromium ended within 60 s").isTrue();
        } finally {
            chromium.destroyForcibly();
        }
        return Files.readString(dom);
    }

    /// What the page said on the browser's console: errors and refusals of its policy.
    private String console() throws IOException {
        return Files.readAllLines(folder.resolve("stderr")).stream().filter(line -> line.contains(":CONSOLE"))
                .collect(Collectors.joining("\n"));
    }
}
