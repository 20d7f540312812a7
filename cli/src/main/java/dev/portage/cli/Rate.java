package dev.portage.cli;

import dev.portage.observe.Event;
import dev.portage.observe.Quantities;

/// How fast one subject goes, from its first event to its last.
final class Rate {
    private final long startedAt;
    private final long startedDone;
    private Event.Progressed latest;
    private long latestAt;

    Rate(Event.Progressed first, long nanoTime) {
        this.startedAt = nanoTime;
        this.startedDone = first.done();
        this.latest = first;
        this.latestAt = nanoTime;
    }

    void update(Event.Progressed event, long nanoTime) {
        latest = event;
        latestAt = nanoTime;
    }

    Event.Progressed latest() {
        return latest;
    }

    boolean finished() {
        return latest.total() > 0 && latest.done() >= latest.total();
    }

    /// Units a second, 0 where it cannot be told yet.
    double perSecond() {
        double seconds = (latestAt - startedAt) / 1e9;
        return seconds < 0.05 ? 0 : (latest.done() - startedDone) / seconds;
    }

    /// `ETA 12.0 s`, or nothing where it cannot be told.
    String eta() {
        double rate = perSecond();
        long left = latest.total() - latest.done();
        return rate <= 0 || left <= 0 ? "" : "ETA " + Quantities.seconds(left / rate);
    }
}
