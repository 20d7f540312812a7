package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.Phase;
import dev.portage.observe.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong();

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private void after(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    private static Event copied(long rows) {
        return new Event.Progressed(Phase.COPY, "rows", "users", rows, 1_000);
    }

    @Test
    void without_a_terminal_there_is_one_line_each_five_seconds() {
        ProgressLines lines = new ProgressLines(err, clock::get);

        lines.on(new Event.PhaseStarted(Phase.COPY));
        lines.on(copied(0));
        after(2);
        lines.on(copied(200));
        after(3);
        lines.on(copied(500));
        after(1);
        lines.on(copied(600));
        lines.on(new Event.PhaseFinished(Phase.COPY, Duration.ofMillis(6_001)));

        assertThat(written().lines()).containsExactly("phase=copy started",
                "phase=copy step=rows subject=users done=500 total=1000 rate=100/s eta=5.00s", "phase=copy ms=6001");
    }

    @Test
    void a_bar_shows_part_rate_and_time_left() {
        ProgressBar bar = new ProgressBar(err, 100, clock::get);

        bar.on(new Event.PhaseStarted(Phase.COPY));
        bar.on(copied(0));
        after(5);
        bar.on(copied(500));

        assertThat(written()).endsWith("rows users  ████████████░░░░░░░░░░░░  50 %  500  100/s  ETA 5.00 s");
    }

    @Test
    void a_bar_goes_away_at_the_end_and_is_never_wider_than_the_terminal() {
        ProgressBar bar = new ProgressBar(err, 40, clock::get);

        bar.on(copied(0));
        after(5);
        bar.on(copied(500));
        bar.close();

        assertThat(written()).endsWith("\r\u001b[K");
        assertThat(written().split("\r\u001b\\[K")).allSatisfy(line -> assertThat(line.length()).isLessThan(40));
    }

    @Test
    void a_hostile_table_name_cannot_move_the_cursor() {
        ProgressLines lines = new ProgressLines(err, clock::get);
        after(6);

        lines.on(new Event.Progressed(Phase.COPY, "rows", "\u001b[2Jx", 1, 0));

        assertThat(written()).contains("subject=\\x1b[2Jx").doesNotContain("\u001b");
    }

    @Test
    void a_notice_is_one_line() {
        new ProgressLines(err, clock::get).on(new Event.Notice("the source is large"));

        assertThat(written().lines()).containsExactly("the source is large");
    }
}
