package dev.portage.plan;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Dates and times into the types of the application's own table. ORMs keep one instant as text on SQLite or as a number,
/// and as a timestamp with or without a zone on PostgreSQL.
final class ExistingTimes {
    /// How an answer names the zone of times without one.
    static final String ZONE = "zone:";

    private ExistingTimes() {}

    /// The form in which all values become the type; a plain one, which takes no value, where there is none.
    static Chosen choose(ColumnQuestion question, TargetType type) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0) {
            return of(type, new ValueForm.IsoText(unused(type.kind()), Optional.empty()));
        }
        if (profile.texts() == 0) {
            return instant(type) && profile.blobs() == 0
                    ? profile.epoch.unit().map(unit -> of(type, new ValueForm.Epoch(unit))).orElseGet(() -> Chosen.plain(type))
                    : Chosen.plain(type);
        }
        return profile.times.uniform().filter(pattern -> takes(type.kind(), pattern)).map(pattern -> iso(question, type, pattern))
                .orElseGet(() -> Chosen.plain(type));
    }

    private static Chosen iso(ColumnQuestion question, TargetType type, IsoPattern pattern) {
        boolean zoned = type.kind() == Kind.TIMESTAMPTZ && pattern.zone() == Zone.NONE;
        // UTC stands in until somebody has decided; with an open decision nothing is moved.
        Optional<ZoneId> zone = zoned
                ? question.choice().zone().or(() -> Optional.of(java.time.ZoneOffset.UTC))
                : Optional.empty();
        return of(type, new ValueForm.IsoText(pattern, zone));
    }

    private static Chosen of(TargetType type, ValueForm form) {
        return new Chosen(type, form, List.of(), false, false);
    }

    private static boolean instant(TargetType type) {
        return type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMPTZ;
    }

    private static boolean takes(Kind kind, IsoPattern pattern) {
        boolean clock = pattern.time() != TimePart.NONE;
        return switch (kind) {
            case DATE -> pattern.date() && !clock;
            case TIME -> !pattern.date() && clock && pattern.zone() == Zone.NONE;
            default -> pattern.date();
        };
    }

    // No value tells the form: the one that SQLite's own functions write.
    private static IsoPattern unused(Kind kind) {
        boolean date = kind != Kind.TIME;
        boolean time = kind != Kind.DATE;
        return new IsoPattern(date, date && time ? ' ' : (char) 0, time ? TimePart.SECONDS : TimePart.NONE, Fraction.NONE, 0,
                kind == Kind.TIMESTAMPTZ ? Zone.Z : Zone.NONE);
    }

    /// Says of values that fit what a person must know or decide: the zone that is missing or is dropped, the unit of
    /// numbers, what cannot be written again.
    static Chosen told(ColumnQuestion question, Chosen chosen) {
        if (question.profile().values() == 0) {
            return chosen;
        }
        return switch (chosen.form()) {
            case ValueForm.IsoText(IsoPattern pattern, Optional<ZoneId> zone) -> {
                TimeTypes.sayRollback(question, pattern);
                sayUtc(question, chosen.type(), pattern.zone() != Zone.NONE, "carry a zone");
                yield zone.isPresent() ? zoned(question, chosen, pattern) : chosen;
            }
            case ValueForm.Epoch(var unit) -> {
                question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(question.profile().values()),
                        "%s holds %d numbers, read as %s".formatted(question.name(), question.profile().values(),
                                TimeTypes.words(unit)));
                sayUtc(question, chosen.type(), true, "count from an instant");
                yield chosen;
            }
            default -> chosen;
        };
    }

    private static void sayUtc(ColumnQuestion question, TargetType type, boolean instants, String why) {
        if (instants && type.kind() == Kind.TIMESTAMP) {
            question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(question.profile().values()),
                    "%s holds times that %s, and the target's timestamp has none: each becomes the time of the clock in UTC"
                            .formatted(question.name(), why));
        }
    }

    // A zone in the column's own words is no question; one in a decision answers it.
    private static Chosen zoned(ColumnQuestion question, Chosen chosen, IsoPattern pattern) {
        ColumnProfile profile = question.profile();
        String answer = question.ask(HazardCode.SCHEMA_DIFFERS, HazardList.Rows.count(profile.texts()),
                "%s holds %d times of the form %s, and the target's timestamptz wants instants; name the zone that they mean (SQLite's CURRENT_TIMESTAMP is UTC): zone:UTC, zone:Europe/Berlin …"
                        .formatted(question.name(), profile.texts(), pattern.form()),
                List.of(ZONE + "UTC"), question.choice().zone().map(zone -> ZONE + zone));
        if (profile.gap.any() || profile.overlap.any()) {
            TimeTypes.sayZone(question, question.choice().zone());
        }
        ZoneId zone = ExistingMatch.zone(answer.substring(ZONE.length()), question.name());
        return new Chosen(chosen.type(), new ValueForm.IsoText(pattern, Optional.of(zone)), List.of(), chosen.lossy(), false);
    }

    /// What lies in the column, for a message: the forms of times, else the storage classes.
    static String found(ColumnQuestion question, Chosen wanted) {
        return wanted.type().kind().temporal() ? TimeTypes.forms(question.profile()) : question.profile().counts();
    }
}
