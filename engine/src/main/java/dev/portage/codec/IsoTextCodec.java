package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.IsoPattern;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import dev.portage.codec.EncodeLog.Loss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// TEXT of one ISO form into date, time, timestamp and timestamptz.
///
/// Each value is written again from what was stored; where that gives other bytes, the loss is counted.
final class IsoTextCodec extends ColumnCodec {
    private static final int LONGEST = 35;

    private final IsoPattern pattern;
    private final IsoReader reader = new IsoReader();
    private final byte[] again = new byte[LONGEST];
    private final @Nullable WallClock clock;
    private final long grid;

    IsoTextCodec(ColumnMapping mapping, ValueForm.IsoText form) {
        super(mapping);
        pattern = form.pattern();
        grid = mapping.type().kind().clock() ? mapping.type().grid() : 1;
        boolean wall = mapping.type().kind() == TargetType.Kind.TIMESTAMPTZ && pattern.zone() == IsoPattern.Zone.NONE;
        clock = wall ? form.zone().map(WallClock::new).orElseThrow() : null;
    }

    /// Whether texts of the form can become values of the type.
    static boolean takes(TargetType type, ValueForm.IsoText form) {
        IsoPattern pattern = form.pattern();
        boolean clock = pattern.time() != IsoPattern.TimePart.NONE;
        return switch (type.kind()) {
            case DATE -> pattern.date() && !clock;
            case TIME -> !pattern.date() && clock && pattern.zone() == IsoPattern.Zone.NONE;
            case TIMESTAMP -> pattern.date();
            case TIMESTAMPTZ -> pattern.date() && (pattern.zone() != IsoPattern.Zone.NONE || form.zone().isPresent());
            default -> false;
        };
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        if (!reader.read(utf8, 0, utf8.length) || !reader.shape().matches(pattern)) {
            throw surprise("a TEXT that is not of the form " + pattern.form());
        }
        long micros = reader.micros();
        boolean rounded = reader.nanosBeyondMicros() != 0 || (grid > 1 && micros % grid != 0);
        if (rounded) {
            micros = round(micros, log);
        }
        long stored = clock == null ? micros : toInstant(clock, micros, log);
        write(stored, out);
        boolean gap = clock != null && clock.outcome() == WallClock.Outcome.GAP;
        if (!rounded && !gap && !writtenAgain(micros, utf8)) {
            log.lost(reader.plainOffset ? Loss.REFORMATTED : Loss.OFFSET);
        }
    }

    // Half up, with all digits at once; PostgreSQL would round once more, and times before 2000 the other way.
    private long round(long micros, EncodeLog log) {
        long beyond = Math.floorMod(micros, grid);
        boolean up = beyond * 1000 + reader.nanosBeyondMicros() >= grid * 500;
        long rounded = micros - beyond + (up ? grid : 0);
        if (!pattern.date() && rounded == IsoReader.MICROS_PER_DAY) {
            throw surprise("a TEXT that would be rounded to 24:00");
        }
        accept(Loss.ROUNDED, grid == 1
                ? "a TEXT with digits beyond microseconds"
                : "a TEXT with more digits after the seconds than " + mapping.type().sql(), log);
        return rounded;
    }

    private long toInstant(WallClock zone, long wall, EncodeLog log) {
        long instant = zone.toInstant(wall);
        switch (zone.outcome()) {
            case ONCE -> {}
            case GAP -> accept(Loss.ZONE_GAP, "a wall-clock time that the zone skips", log);
            case OVERLAP -> log.lost(Loss.ZONE_OVERLAP);
        }
        return instant;
    }

    private void write(long micros, CopyBinaryWriter out) {
        switch (mapping.type().kind()) {
            case DATE -> out.date((int) Math.floorDiv(micros, IsoReader.MICROS_PER_DAY));
            case TIME -> out.time(micros);
            default -> out.timestamp(micros);
        }
    }

    private boolean writtenAgain(long micros, byte[] utf8) {
        if (!reader.plainOffset) {
            return false;
        }
        int length = IsoTexts.writeTo(pattern, micros, again);
        return Arrays.equals(again, 0, length, utf8, 0, utf8.length);
    }
}
