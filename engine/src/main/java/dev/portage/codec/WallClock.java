package dev.portage.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// Turns wall-clock times of one zone into instants, and says which of them the zone skips or has twice.
///
/// The stretch between two changes of the clock is remembered, so that neighbouring times cost a comparison.
///
/// Threads: one at a time.
public final class WallClock {
    private static final long SECONDS_1970_TO_2000 = 946_684_800L;
    private static final long MICROS = 1_000_000;

    /// What a wall-clock time is in the zone.
    public enum Outcome {
        /// It is there once.
        ONCE,
        /// The clock was moved forward over it. It is moved forward by as much.
        GAP,
        /// The clock was moved back over it, so it is there twice. The first is taken.
        OVERLAP
    }

    private final ZoneRules rules;
    private long knownFrom = 1;
    private long knownTo;
    private long knownOffset;
    private Outcome outcome = Outcome.ONCE;

    /// The clock of `zone`.
    public WallClock(ZoneId zone) {
        rules = zone.getRules();
    }

    /// The instant of a wall-clock time, both as microseconds since 2000-01-01T00:00; [#outcome()] then tells of it.
    public long toInstant(long wallMicros) {
        long wall = Math.floorDiv(wallMicros, MICROS) + SECONDS_1970_TO_2000;
        if (wall >= knownFrom && wall < knownTo) {
            outcome = Outcome.ONCE;
            return wallMicros - knownOffset * MICROS;
        }
        return wallMicros - findOffset(wall) * MICROS;
    }

    /// What the last time given to [#toInstant(long)] is in the zone.
    public Outcome outcome() {
        return outcome;
    }

    /// The wall-clock time of an instant.
    public long toWall(long instantMicros) {
        long second = Math.floorDiv(instantMicros, MICROS) + SECONDS_1970_TO_2000;
        return instantMicros + rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds() * MICROS;
    }

    private long findOffset(long wall) {
        var time = LocalDateTime.ofEpochSecond(wall, 0, ZoneOffset.UTC);
        var offsets = rules.getValidOffsets(time);
        outcome = switch (offsets.size()) {
            case 0 -> Outcome.GAP;
            case 1 -> Outcome.ONCE;
            default -> Outcome.OVERLAP;
        };
        if (outcome == Outcome.GAP) {
            return rules.getTransition(time).getOffsetBefore().getTotalSeconds();
        }
        long offset = offsets.getFirst().getTotalSeconds();
        if (outcome == Outcome.ONCE) {
            remember(wall, offset);
        }
        return offset;
    }

    private void remember(long wall, long offset) {
        long second = wall - offset;
        // "Before" is strict, and a change at this very second already counts.
        ZoneOffsetTransition before = rules.previousTransition(Instant.ofEpochSecond(second + 1));
        ZoneOffsetTransition after = rules.nextTransition(Instant.ofEpochSecond(second));
        knownOffset = offset;
        knownFrom = before == null ? Long.MIN_VALUE : before.toEpochSecond() + larger(before);
        knownTo = after == null ? Long.MAX_VALUE : after.toEpochSecond() + smaller(after);
    }

    private static int larger(ZoneOffsetTransition change) {
        return Math.max(change.getOffsetBefore().getTotalSeconds(), change.getOffsetAfter().getTotalSeconds());
    }

    private static int smaller(ZoneOffsetTransition change) {
        return Math.min(change.getOffsetBefore().getTotalSeconds(), change.getOffsetAfter().getTotalSeconds());
    }
}
