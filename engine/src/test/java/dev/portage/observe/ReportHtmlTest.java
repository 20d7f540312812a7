package dev.portage.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportHtmlTest {
    private final String page = ReportHtml.render(TestReports.full());

    @Test
    void the_verdict_stands_above_everything_else() {
        assertThat(page.indexOf("Different</strong>")).isPositive().isLessThan(page.indexOf("<section"));
        assertThat(page).contains("2 differences in 1,024,338 rows in 3 tables");
    }

    @Test
    void no_text_from_a_database_becomes_markup() {
        assertThat(page).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;");
    }

    @Test
    void the_page_asks_for_nothing_outside_itself() {
        assertThat(page).doesNotContainPattern("(?i)(src|href|action)\\s*=\\s*\"")
                .doesNotContain("url(", "@import", "http://", "https://").contains("default-src 'none'");
    }

    @Test
    void text_that_turns_lines_round_is_shown_as_an_escape() {
        assertThat(page).doesNotContain("\u202e").contains("\\u202etxet");
    }

    @Test
    void hazards_come_in_their_groups_with_the_suggestion_first() {
        assertThat(page).containsSubsequence("1 needs you", "nul-in-text", "[4], [&quot;a\\x00b&quot;], [&quot;rowid&quot;, 12]",
                "<code>bytea</code><span class=\"tag\">suggested</span>", "1 decision taken",
                "<code>not-valid</code><span class=\"tag\">chosen</span>", "2 are kept another way", "1 note");
    }

    @Test
    void each_verdict_has_its_own_heading() {
        assertThat(ReportHtml.render(TestReports.small("equal", 0))).contains("<strong>Equal</strong>");
        assertThat(ReportHtml.render(TestReports.small("planned", 0))).contains("<strong>Planned</strong>");
        assertThat(ReportHtml.render(TestReports.small("decisions-needed", 3))).contains("<strong>Decisions needed</strong>");
        assertThat(ReportHtml.render(TestReports.small("unverified", 8))).contains("<strong>Not verified</strong>");
        assertThat(ReportHtml.render(TestReports.small("refused", 7))).contains("<strong>Refused</strong>");
        assertThat(ReportHtml.render(TestReports.small("failed", 70))).contains("<strong>Failed</strong>");
    }
}
