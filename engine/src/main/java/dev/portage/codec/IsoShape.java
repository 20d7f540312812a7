package dev.portage.codec;

import dev.portage.mapping.IsoPattern;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// What an ISO-like text looks like, without its value. There are some thousands of shapes and one object for each.
public final class IsoShape {
    /// Any text that is not of an ISO form: also 24:00, a leap second, a day that the month lacks.
    public static final IsoShape OTHER = new IsoShape(-1);

    private static final IsoPattern.TimePart[] TIME_PARTS = IsoPattern.TimePart.values();
    private static final IsoPattern.Zone[] ZONES = IsoPattern.Zone.values();
    private static final AtomicReferenceArray<IsoShape> SHAPES = new AtomicReferenceArray<>(1 << 14);

    private static final int DATE = 1;
    private static final int T = 1 << 1;
    private static final int ZERO_FRACTION = 1 << 2;
    private static final int WRITTEN_ZERO_OFFSET = 1 << 3;
    private static final int BEYOND_MICROS = 1 << 4;
    private static final int TIME_SHIFT = 5;
    private static final int DIGITS_SHIFT = 7;
    private static final int ZONE_SHIFT = 11;

    private final int bits;

    private IsoShape(int bits) {
        this.bits = bits;
    }

    static IsoShape of(IsoReader reader) {
        int bits = reader.time.ordinal() << TIME_SHIFT | reader.digits << DIGITS_SHIFT | reader.zone.ordinal() << ZONE_SHIFT
                | (reader.date ? DATE : 0) | (reader.separator == 'T' ? T : 0) | (reader.nanos == 0 ? ZERO_FRACTION : 0)
                | (reader.plainOffset ? WRITTEN_ZERO_OFFSET : 0) | (reader.nanos % 1000 != 0 ? BEYOND_MICROS : 0);
        IsoShape known = SHAPES.get(bits);
        if (known != null) {
            return known;
        }
        SHAPES.compareAndSet(bits, null, new IsoShape(bits));
        return SHAPES.get(bits);
    }

    /// Whether the text is of an ISO form; the other methods say nothing of [#OTHER].
    public boolean valid() {
        return bits >= 0;
    }

    /// Whether `YYYY-MM-DD` is there.
    public boolean date() {
        return (bits & DATE) != 0;
    }

    /// `T` or a blank between date and time; 0 where one of them is missing.
    public char separator() {
        return !date() || time() == IsoPattern.TimePart.NONE ? 0 : (bits & T) != 0 ? 'T' : ' ';
    }

    /// What of a time of day is there.
    public IsoPattern.TimePart time() {
        return TIME_PARTS[bits >> TIME_SHIFT & 3];
    }

    /// How many digits follow the seconds, 0..9.
    public int fractionDigits() {
        return bits >> DIGITS_SHIFT & 15;
    }

    /// Whether the fraction is missing or all zeros.
    public boolean zeroFraction() {
        return (bits & ZERO_FRACTION) != 0;
    }

    /// Whether the fraction has a digit other than zero after the sixth, which no PostgreSQL type keeps.
    public boolean beyondMicros() {
        return (bits & BEYOND_MICROS) != 0;
    }

    /// How the zone is written.
    public IsoPattern.Zone zone() {
        return ZONES[bits >> ZONE_SHIFT & 7];
    }

    /// Whether the zone is missing, `Z`, or an offset of zero written with a plus: what can be written again.
    public boolean zeroOffset() {
        return (bits & WRITTEN_ZERO_OFFSET) != 0;
    }

    /// Whether a text of this shape is of the pattern.
    public boolean matches(IsoPattern pattern) {
        if (!valid() || date() != pattern.date() || separator() != pattern.separator() || time() != pattern.time()
                || zone() != pattern.zone()) {
            return false;
        }
        return switch (pattern.fraction()) {
            case NONE -> fractionDigits() == 0;
            case FIXED -> fractionDigits() == pattern.fractionDigits();
            case OMITTED_IF_ZERO -> fractionDigits() == 0 || (fractionDigits() == pattern.fractionDigits() && !zeroFraction());
            case MIXED -> true;
        };
    }

    /// The form as people write it: `YYYY-MM-DD HH:MM:SS.fff+HH:MM`, or `other`.
    public String form() {
        if (!valid()) {
            return "other";
        }
        String fraction = fractionDigits() == 0 ? "" : "." + "f".repeat(fractionDigits());
        return IsoPattern.form(date(), separator(), time(), fraction, zone());
    }

    @Override
    public String toString() {
        return form();
    }
}
