package dev.portage.cli;

import dev.portage.observe.Event;
import dev.portage.observe.Visible;

/// Shows how far the work has come, on stderr.
///
/// Threads: safe for all; an event is never waited for by more than a line's printing.
interface Progress extends Event.Listener, AutoCloseable {
    /// Bars on a terminal, a line each 5 s elsewhere, nothing when quiet.
    static Progress of(Console console, boolean quiet) {
        if (quiet) {
            return new Silent();
        }
        return console.errIsTerminal()
                ? new ProgressBar(console.err(), console.width(), System::nanoTime)
                : new ProgressLines(console.err(), System::nanoTime);
    }

    /// Takes away what is only of the moment.
    @Override
    void close();

    /// Nothing at all.
    final class Silent implements Progress {
        @Override
        public void on(Event event) {}

        @Override
        public void close() {}
    }

    /// Where a step is at work, for people: `copy paragraphs`.
    static String place(Event.Progressed event) {
        String step = event.step().isEmpty() ? event.phase().word() : event.step();
        return event.subject().isEmpty() ? step : step + " " + Visible.of(event.subject());
    }
}
