package dev.portage.observe;

import dev.portage.Phase;
import java.time.Duration;

/// Something that happened and that a person or a log may want to see.
public sealed interface Event {
    /// A phase began.
    record PhaseStarted(Phase phase) implements Event {}

    /// A phase ended well.
    record PhaseFinished(Phase phase, Duration took) implements Event {}

    /// Work went on: `done` of about `total` units (rows, or bytes for the snapshot) of `subject` within `step` of a
    /// phase; `total` is 0 where it is not known.
    record Progressed(Phase phase, String step, String subject, long done, long total) implements Event {}

    /// One line that a person should read.
    record Notice(String text) implements Event {}

    /// Who hears of events. Called from worker threads, must not block and must not throw.
    interface Listener {
        /// Hears one event.
        void on(Event event);

        /// Hears nothing.
        static Listener none() {
            return event -> {};
        }
    }
}
