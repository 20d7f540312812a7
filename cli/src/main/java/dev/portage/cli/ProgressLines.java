package dev.portage.cli;

import dev.portage.Phase;
import dev.portage.observe.Event;
import dev.portage.observe.Visible;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One line for each phase that begins, and one each 5 s for the subject that moved last: fields, not prose, for logs.
final class ProgressLines implements Progress {
    private static final long BETWEEN = Duration.ofSeconds(5).toNanos();

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final Map<String, Rate> rates = new LinkedHashMap<>();
    private @Nullable Phase phase;
    private long printedAt;

    ProgressLines(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
        this.printedAt = nanoTime.getAsLong();
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Event.PhaseStarted(Phase started) -> {
                if (started != phase) {
                    phase = started;
                    err.println("phase=" + started.word() + " started");
                }
            }
            case Event.PhaseFinished(Phase finished, Duration took) ->
                err.println("phase=%s ms=%d".formatted(finished.word(), took.toMillis()));
            case Event.Progressed progressed -> progressed(progressed);
            case Event.Notice(String text) -> err.println(Visible.of(text));
        }
    }

    private void progressed(Event.Progressed event) {
        long now = nanoTime.getAsLong();
        Rate rate = rates.computeIfAbsent(event.phase() + "\0" + event.step() + "\0" + event.subject(),
                _ -> new Rate(event, now));
        rate.update(event, now);
        if (now - printedAt < BETWEEN) {
            return;
        }
        printedAt = now;
        String eta = rate.eta();
        err.println("phase=%s step=%s subject=%s done=%d total=%s rate=%.0f/s%s".formatted(event.phase().word(), event.step(),
                Visible.of(event.subject()), event.done(), event.total() == 0 ? "unknown" : Long.toString(event.total()),
                rate.perSecond(), eta.isEmpty() ? "" : " " + eta.replace("ETA ", "eta=").replace(" ", "")));
    }

    @Override
    public void close() {}
}
