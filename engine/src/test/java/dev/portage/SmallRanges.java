package dev.portage;

import dev.portage.copy.CopyConfig;
import dev.portage.observe.Event;
import dev.portage.observe.Report;

/// Moves in ranges of 10,000 rows, for tests of other packages that want several.
public final class SmallRanges {
    private SmallRanges() {}

    /// `portage move`, closed on return.
    public static Report move(MigrationSettings settings) {
        try (Migration migration = Migration.open(settings, Event.Listener.none())) {
            return migration.copyingBy(CopyConfig.DEFAULT.withRangeBytes(1)).move();
        }
    }
}
