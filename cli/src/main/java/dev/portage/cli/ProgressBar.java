package dev.portage.cli;

import dev.portage.Phase;
import dev.portage.observe.Event;
import dev.portage.observe.Quantities;
import dev.portage.observe.Visible;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One line at the bottom of a terminal, drawn again at most ten times a second: the largest subject at work, a bar, the
/// rate and the time that is left. It goes away at the end; only notices stay.
final class ProgressBar implements Progress {
    private static final long BETWEEN = Duration.ofMillis(100).toNanos();
    private static final int BAR = 24;

    private final PrintStream err;
    private final int width;
    private final LongSupplier nanoTime;
    private final Map<String, Rate> rates = new LinkedHashMap<>();
    private @Nullable Phase phase;
    private long drawnAt;
    private boolean drawn;

    ProgressBar(PrintStream err, int width, LongSupplier nanoTime) {
        this.err = err;
        this.width = width;
        this.nanoTime = nanoTime;
        this.drawnAt = nanoTime.getAsLong() - BETWEEN;
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Event.PhaseStarted(Phase started) -> {
                if (started != phase) {
                    phase = started;
                    rates.clear();
                    draw(started.word() + " …");
                }
            }
            case Event.PhaseFinished _ -> rates.clear();
            case Event.Progressed progressed -> progressed(progressed);
            case Event.Notice(String text) -> {
                wipe();
                err.println(Visible.of(text));
            }
        }
    }

    private void progressed(Event.Progressed event) {
        long now = nanoTime.getAsLong();
        rates.computeIfAbsent(event.step() + "\0" + event.subject(), _ -> new Rate(event, now)).update(event, now);
        if (now - drawnAt < BETWEEN) {
            return;
        }
        drawnAt = now;
        rates.values().stream().filter(rate -> !rate.finished())
                .max(Comparator.comparingLong(rate -> rate.latest().total())).ifPresent(rate -> draw(line(rate)));
    }

    private static String line(Rate rate) {
        Event.Progressed event = rate.latest();
        StringBuilder line = new StringBuilder(Progress.place(event));
        if (event.total() > 0) {
            double part = Math.clamp((double) event.done() / event.total(), 0, 1);
            int full = (int) Math.round(part * BAR);
            line.append("  ").append("█".repeat(full)).append("░".repeat(BAR - full))
                    .append(String.format(Locale.ROOT, " %3.0f %%", part * 100));
        }
        line.append("  ").append(Quantities.count(event.done()));
        if (rate.perSecond() >= 1) {
            line.append("  ").append(Quantities.count(Math.round(rate.perSecond()))).append("/s");
        }
        String eta = rate.eta();
        return eta.isEmpty() ? line.toString() : line.append("  ").append(eta).toString();
    }

    private void draw(String line) {
        int points = line.codePointCount(0, line.length());
        String cut = points < width ? line : line.substring(0, line.offsetByCodePoints(0, width - 1));
        err.print("\r\u001b[K" + cut);
        err.flush();
        drawn = true;
    }

    private void wipe() {
        if (drawn) {
            err.print("\r\u001b[K");
            err.flush();
            drawn = false;
        }
    }

    @Override
    public synchronized void close() {
        wipe();
    }
}
