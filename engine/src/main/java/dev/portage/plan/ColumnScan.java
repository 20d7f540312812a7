package dev.portage.plan;

import dev.portage.mapping.IsoPattern;
import dev.portage.codec.IsoShape;
import dev.portage.codec.IsoTexts;
import dev.portage.codec.RestoredClass;
import dev.portage.codec.ShortestDecimal;
import dev.portage.mapping.TargetType;
import dev.portage.codec.Utf8;
import dev.portage.codec.WallClock;
import dev.portage.schema.StorageClass;
import dev.portage.source.RowCursor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Looks at every value of one column and counts what it finds into a [ColumnProfile].
///
/// What a person chose for the column is looked at too: texts that become NULL count as NULL, and limits are those of
/// the type that was named.
///
/// Threads: one at a time.
final class ColumnScan {
    static final Set<String> TRUE_WORDS = Set.of("true", "t", "yes", "y", "on");
    static final Set<String> FALSE_WORDS = Set.of("false", "f", "no", "n", "off");
    private static final double LARGEST_EXACT = 0x1p53;
    private static final int LONGEST_WORD = 16;
    private static final int PLAIN_BYTES = 2_048;

    private final ColumnProfile profile;
    private final int place;
    private final DeclaredType.Meaning meaning;
    private final List<byte[]> nullIf;
    private final int lengthLimit;
    private final boolean padded;
    private final int precision;
    private final int scale;
    private final long low;
    private final long high;
    private final Optional<WallClock> clock;
    private final boolean times;
    private final boolean digits;
    /// Whether 32 hex digits without hyphens count as a UUID; elsewhere they are as likely a hash.
    private final boolean bareUuids;
    private final Optional<TargetType.Kind> named;
    private final JsonScan json;
    /// Whether nothing but size and characters of a text matters.
    private final boolean plain;
    private final byte[] room;

    ColumnScan(ColumnProfile profile, int place, Choices.ColumnChoice choice) {
        this.profile = profile;
        this.place = place;
        this.meaning = profile.declared.meaning();
        this.nullIf = choice.nullIf().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        TargetType limits = choice.type().orElseGet(() -> declaredLimits(profile.declared));
        this.padded = limits.kind() == TargetType.Kind.CHAR && limits.precision() > 0;
        this.lengthLimit = padded || (limits.kind() == TargetType.Kind.VARCHAR && limits.precision() > 0)
                ? limits.precision()
                : Integer.MAX_VALUE;
        this.precision = limits.kind() == TargetType.Kind.NUMERIC ? limits.precision() : 0;
        this.scale = limits.scale();
        this.low = lowest(limits.kind());
        this.high = -1 - low;
        this.clock = choice.zone().map(WallClock::new);
        this.named = choice.type().map(TargetType::kind);
        this.times = meaning == DeclaredType.Meaning.TIME || named.filter(TargetType.Kind::temporal).isPresent()
                || choice.form().filter("iso"::equals).isPresent();
        this.digits = named.equals(Optional.of(TargetType.Kind.NUMERIC)) || choice.form().filter("digits"::equals).isPresent();
        this.bareUuids = meaning == DeclaredType.Meaning.UUID || named.equals(Optional.of(TargetType.Kind.UUID));
        boolean jsonWanted = meaning == DeclaredType.Meaning.JSON
                || named.filter(kind -> kind == TargetType.Kind.JSON || kind == TargetType.Kind.JSONB).isPresent();
        this.plain = nullIf.isEmpty() && !times && !digits && !jsonWanted && meaning != DeclaredType.Meaning.BOOLEAN
                && !named(TargetType.Kind.BOOLEAN) && !named(TargetType.Kind.UUID);
        this.room = new byte[plain ? PLAIN_BYTES : 0];
        this.json = new JsonScan(profile, jsonWanted);
    }

    /// Takes the value in the current row.
    void see(RowCursor row, RowKey key) {
        switch (row.storageClass(place)) {
            case NULL -> profile.of(StorageClass.NULL).add(key);
            case INTEGER -> integer(row.integer(place), key);
            case REAL -> real(row.real(place), key);
            case TEXT -> {
                if (!plain || !plainText(row, key)) {
                    text(row.bytes(place), key);
                }
            }
            case BLOB -> blob(row.bytes(place), key);
        }
    }

    private void integer(long value, RowKey key) {
        profile.of(StorageClass.INTEGER).add(key);
        profile.bytes += Long.BYTES;
        profile.smallest = Math.min(profile.smallest, value);
        profile.largest = Math.max(profile.largest, value);
        if (Math.abs((double) value) >= LARGEST_EXACT && !exactAsDouble(value)) {
            profile.inexactIntegers++;
        }
        if (value < low || value > high) {
            profile.outOfRange.add(key);
        }
        if (named(TargetType.Kind.REAL) && ((float) value >= 0x1p63f || (long) (float) value != value)) {
            profile.inexactFloats.add(key);
        }
        if (value != 0 && value != 1) {
            profile.notBits++;
            profile.notBoolean.add(key);
        }
        if (precision > 0 && !fits(BigDecimal.valueOf(value))) {
            profile.overScale.add(key);
        }
        if (times) {
            profile.times.add(value);
            profile.epoch.add(value);
            profile.fractions.add(value);
        }
    }

    private void real(double value, RowKey key) {
        profile.of(StorageClass.REAL).add(key);
        profile.bytes += Double.BYTES;
        profile.notBits++;
        profile.notBoolean.add(key);
        if (named(TargetType.Kind.REAL) && (float) value != value) {
            profile.inexactFloats.add(key);
        }
        if (Double.isInfinite(value)) {
            profile.infinities++;
        } else {
            profile.negativeZeros += value == 0 && 1 / value < 0 ? 1 : 0;
        }
        if (precision > 0 && (Double.isInfinite(value) || !fits(ShortestDecimal.decimal(value)))) {
            profile.overScale.add(key);
        }
        if (times) {
            profile.times.add(value);
            profile.epoch.add(value);
            profile.fractions.add(value);
        }
    }

    /// Counts a text of which no more than its length matters, without an array of its own; false where it is long, or
    /// PostgreSQL's text cannot hold it: nothing was counted then.
    private boolean plainText(RowCursor row, RowKey key) {
        int length = row.length(place);
        if (length > room.length) {
            return false;
        }
        row.copy(place, room, 0, length);
        if (!Utf8.fitsText(room, 0, length)) {
            return false;
        }
        size(room, length, key);
        if (length == 36 ? hyphenated(room) : (bareUuids && length == 32 && hex(room, length))) {
            profile.uuids++;
        }
        return true;
    }

    private void size(byte[] value, int length, RowKey key) {
        profile.of(StorageClass.TEXT).add(key);
        profile.bytes += length;
        profile.longestText = Math.max(profile.longestText, length);
        if (length == 0) {
            profile.empty.add(key);
        }
        characters(value, length, key);
    }

    private void text(byte[] value, RowKey key) {
        if (becomesNull(value)) {
            profile.nulled.add(key);
            return;
        }
        size(value, value.length, key);
        holdable(value, key);
        if (meaning == DeclaredType.Meaning.BOOLEAN || named(TargetType.Kind.BOOLEAN)) {
            word(value, key);
        }
        if (digits) {
            RestoredClass.decimal(value).ifPresent(number -> {
                profile.decimalTexts++;
                profile.overScaleTexts += precision > 0 && !fits(number) ? 1 : 0;
            });
        }
        if (value.length == 36 ? hyphenated(value) : (bareUuids && value.length == 32 && hex(value, 32))) {
            profile.uuids++;
        } else if (named(TargetType.Kind.UUID)) {
            profile.notUuids.add(key);
        }
        if (times && value.length > 0) {
            time(value, key);
        }
        json.text(value, key);
    }

    private void blob(byte[] value, RowKey key) {
        profile.of(StorageClass.BLOB).add(key);
        profile.bytes += value.length;
        profile.uuidBlobs += value.length == 16 ? 1 : 0;
        profile.longestBlob = Math.max(profile.longestBlob, value.length);
        profile.notBoolean.add(key);
    }

    private void holdable(byte[] value, RowKey key) {
        if (Utf8.hasNul(value, 0, value.length)) {
            profile.nul.add(key);
        }
        int invalid = Utf8.firstInvalid(value, 0, value.length);
        if (invalid >= 0) {
            if (!profile.invalidUtf8.any()) {
                profile.firstInvalidOffset = invalid;
            }
            profile.invalidUtf8.add(key);
        }
    }

    private void characters(byte[] value, int length, RowKey key) {
        // A text has as many characters as bytes at most, and a quarter of that at least, so most texts need no count.
        boolean longest = length > Math.min(profile.longestCharacters, lengthLimit);
        boolean shortest = (length + 3) / 4 < profile.shortestCharacters;
        if (!longest && !shortest && !padded) {
            return;
        }
        int characters = Utf8.codePoints(value, 0, length);
        profile.longestCharacters = Math.max(profile.longestCharacters, characters);
        profile.shortestCharacters = Math.min(profile.shortestCharacters, characters);
        if (characters > lengthLimit) {
            profile.overLength.add(key);
        } else if (padded && characters < lengthLimit) {
            profile.underLength.add(key);
        }
    }

    private void word(byte[] value, RowKey key) {
        profile.notBoolean.add(key);
        if (value.length <= LONGEST_WORD) {
            String word = new String(value, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (TRUE_WORDS.contains(word) || FALSE_WORDS.contains(word)) {
                profile.booleanWords++;
            }
        }
    }

    private void time(byte[] value, RowKey key) {
        IsoShape shape = IsoTexts.classify(value);
        profile.times.add(shape);
        profile.fractions.add(value, shape);
        profile.shapes.computeIfAbsent(shape, _ -> new KeySamples()).add(key);
        if (clock.isPresent() && shape.valid() && shape.date() && shape.time() != IsoPattern.TimePart.NONE
                && shape.zone() == IsoPattern.Zone.NONE) {
            clock.get().toInstant(IsoTexts.micros(value, patternOf(shape)));
            switch (clock.get().outcome()) {
                case GAP -> profile.gap.add(key);
                case OVERLAP -> profile.overlap.add(key);
                case ONCE -> {}
            }
        }
    }

    private boolean named(TargetType.Kind kind) {
        return named.equals(Optional.of(kind));
    }

    private boolean becomesNull(byte[] value) {
        for (byte[] text : nullIf) {
            if (Arrays.equals(text, value)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(BigDecimal number) {
        BigDecimal bare = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return bare.scale() <= scale && (long) bare.precision() - bare.scale() <= (long) precision - scale;
    }

    private static boolean exactAsDouble(long value) {
        double rounded = (double) value;
        return rounded < 0x1p63 && (long) rounded == value;
    }

    private static IsoPattern patternOf(IsoShape shape) {
        IsoPattern.Fraction fraction = shape.fractionDigits() == 0 ? IsoPattern.Fraction.NONE : IsoPattern.Fraction.MIXED;
        return new IsoPattern(shape.date(), shape.separator(), shape.time(), fraction, shape.fractionDigits(), shape.zone());
    }

    private static boolean hyphenated(byte[] value) {
        for (int i = 0; i < 36; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? value[i] != '-' : Character.digit(value[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hex(byte[] value, int length) {
        for (int i = 0; i < length; i++) {
            if (Character.digit(value[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static TargetType declaredLimits(DeclaredType declared) {
        return switch (declared.meaning()) {
            case LIMITED_TEXT -> TargetType.varchar(declared.first());
            case DECIMAL -> TargetType.numeric(declared.first(), declared.second());
            case NUMBER, TEXT, BOOLEAN, TIME, JSON, UUID, ANY -> TargetType.of(TargetType.Kind.TEXT);
        };
    }

    private static long lowest(TargetType.Kind kind) {
        return switch (kind) {
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }
}
