package dev.portage.plan;

import dev.portage.mapping.IsoPattern;
import dev.portage.codec.IsoShape;
import dev.portage.codec.IsoSummary;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Types of columns that are declared to hold dates or times, by the form that their values really have.
final class TimeTypes {
    private TimeTypes() {}

    static Chosen choose(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0) {
            return unused(profile);
        }
        if (profile.only(StorageClass.BLOB)) {
            return MixedClasses.unlikeDeclared(question);
        }
        if (profile.texts() == 0 && profile.blobs() == 0) {
            return numbers(question);
        }
        Optional<IsoPattern> pattern = profile.times.uniform();
        if (pattern.isEmpty() || profile.values() > profile.texts()) {
            return mixed(question);
        }
        if (profile.empty.any()) {
            return emptyAmong(question, pattern.get());
        }
        return uniform(question, pattern.get());
    }

    /// The type of texts that all have one form.
    static Chosen uniform(ColumnQuestion question, IsoPattern pattern) {
        ColumnProfile profile = question.profile();
        if (profile.times.beyondMicrosRows() > 0) {
            question.tell(HazardCode.DATETIME_PRECISION, HazardList.Rows.count(profile.times.beyondMicrosRows()),
                    "%d times in %s carry more than the 6 digits of PostgreSQL's microseconds; the column stays text"
                            .formatted(profile.times.beyondMicrosRows(), question.name()));
            return Chosen.plain(Kind.TEXT);
        }
        if (question.key() && !rewritable(profile, pattern)) {
            question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(profile.texts()),
                    "key column %s holds times of the form %s, of which two may mean one instant; it stays text"
                            .formatted(question.name(), pattern.form()));
            return Chosen.plain(Kind.TEXT);
        }
        return typed(question, pattern);
    }

    /// The type that a form has; empty for a time of day with a zone.
    static Optional<Kind> kind(IsoPattern pattern, boolean zoneChosen) {
        if (!pattern.date()) {
            return pattern.zone() == IsoPattern.Zone.NONE ? Optional.of(Kind.TIME) : Optional.empty();
        }
        if (pattern.time() == IsoPattern.TimePart.NONE) {
            return Optional.of(Kind.DATE);
        }
        return Optional.of(pattern.zone() == IsoPattern.Zone.NONE && !zoneChosen ? Kind.TIMESTAMP : Kind.TIMESTAMPTZ);
    }

    /// Whether every text can be written again exactly from its value.
    static boolean rewritable(ColumnProfile profile, IsoPattern pattern) {
        return pattern.fraction() != IsoPattern.Fraction.MIXED && profile.times.offsetRows() == 0;
    }

    private static Chosen typed(ColumnQuestion question, IsoPattern pattern) {
        ColumnProfile profile = question.profile();
        boolean local = pattern.date() && pattern.time() != IsoPattern.TimePart.NONE && pattern.zone() == IsoPattern.Zone.NONE;
        Optional<java.time.ZoneId> zone = local ? question.choice().zone() : Optional.empty();
        Optional<Kind> kind = kind(pattern, zone.isPresent());
        if (kind.isEmpty()) {
            question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(profile.texts()),
                    "%s holds times of day with a zone but no date, which mean no instant; it stays text"
                            .formatted(question.name()));
            return Chosen.plain(Kind.TEXT);
        }
        if (zone.isPresent() && profile.gap.any() && !question.choice().lossy() && keepsClock(question, zone.get())) {
            return Chosen.of(Kind.TIMESTAMP, new ValueForm.IsoText(pattern, Optional.empty()));
        }
        if (local) {
            sayZone(question, zone);
        }
        sayRollback(question, pattern);
        return Chosen.of(kind.get(), new ValueForm.IsoText(pattern, zone)).withLossy(zone.isPresent() && profile.gap.any());
    }

    private static boolean keepsClock(ColumnQuestion question, java.time.ZoneId zone) {
        KeySamples gap = question.profile().gap;
        return question.ask(HazardCode.DATETIME_MIXED, HazardList.Rows.of(gap),
                "%d times in %s lie in hours that the clock of %s skips, so they mean no instant there".formatted(gap.rows(),
                        question.name(), zone),
                List.of("timestamp", "lossy")).equals("timestamp");
    }

    /// Says how times without a zone are read.
    static void sayZone(ColumnQuestion question, Optional<java.time.ZoneId> zone) {
        ColumnProfile profile = question.profile();
        if (zone.isEmpty()) {
            question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(profile.texts()),
                    "%s holds times without a zone (%s); none is assumed: it becomes timestamp without time zone. To make it timestamptz, give the column a zone in plan.yaml"
                            .formatted(question.name(), forms(profile)));
            return;
        }
        question.tell(HazardCode.DATETIME_AMBIGUOUS, ColumnQuestion.together(List.of(profile.gap, profile.overlap)),
                "%s holds %d times without a zone, read as %s as chosen; its clock skips %d of them, which move forward, and passes %d twice, of which the first is taken"
                        .formatted(question.name(), profile.texts(), zone.get(), profile.gap.rows(), profile.overlap.rows()));
    }

    /// Says what of the texts cannot be written again from their values.
    static void sayRollback(ColumnQuestion question, IsoPattern pattern) {
        ColumnProfile profile = question.profile();
        if (rewritable(profile, pattern)) {
            return;
        }
        boolean fraction = pattern.fraction() == IsoPattern.Fraction.MIXED;
        long rows = fraction ? profile.texts() : profile.times.offsetRows();
        question.tell(HazardCode.ROLLBACK_LOSSY, HazardList.Rows.count(rows),
                "%d times in %s keep their instant but not %s with which SQLite kept them (%s)".formatted(rows, question.name(),
                        fraction ? "the number of digits" : "the offset", forms(profile)));
    }

    private static Chosen numbers(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        Optional<Unit> unit = profile.epoch.unit();
        if (unit.isPresent()) {
            question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(profile.values()),
                    "%s holds %d numbers that all read as %s; they become timestamptz".formatted(question.name(),
                            profile.values(), words(unit.get())));
            return Chosen.of(Kind.TIMESTAMPTZ, new ValueForm.Epoch(unit.get()));
        }
        Kind kind = profile.reals() == 0 ? Kind.BIGINT : profile.integers() == 0 ? Kind.DOUBLE_PRECISION : Kind.NUMERIC;
        question.tell(HazardCode.DATETIME_AMBIGUOUS, HazardList.Rows.count(profile.values()),
                "%s holds %d numbers whose unit of time cannot be told (%s); they stay numbers".formatted(question.name(),
                        profile.values(), forms(profile)));
        return Chosen.plain(kind);
    }

    private static Chosen emptyAmong(ColumnQuestion question, IsoPattern pattern) {
        ColumnProfile profile = question.profile();
        List<String> offered = question.key() ? List.of("text") : List.of("text", "null-if");
        String answer = question.ask(HazardCode.DATETIME_MIXED, HazardList.Rows.of(profile.empty), message(question), offered);
        return answer.equals("null-if") ? NumberTypes.emptyAsNull(question, uniform(question, pattern)) : Chosen.plain(Kind.TEXT);
    }

    private static Chosen mixed(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        boolean onlyEmpty = profile.empty.rows() == profile.texts() && profile.blobs() == 0;
        List<String> offered = new ArrayList<>(List.of("text"));
        if (onlyEmpty && !question.key()) {
            offered.add("null-if");
        }
        String answer = question.ask(HazardCode.DATETIME_MIXED, odd(profile), message(question), offered);
        if (answer.equals("null-if")) {
            return NumberTypes.emptyAsNull(question, profile.only(StorageClass.TEXT) ? unused(profile) : numbers(question));
        }
        if (profile.only(StorageClass.TEXT)) {
            return TextTypes.texts(question, TargetType.of(Kind.TEXT));
        }
        return question.key() ? MixedClasses.choose(question, TargetType.of(Kind.TEXT)) : MixedClasses.asText(question);
    }

    static String message(ColumnQuestion question) {
        return "%s is declared %s and holds several forms, and no zone is assumed for those without one: %s".formatted(
                question.name(),
                MixedClasses.declared(question.profile()), forms(question.profile()));
    }

    /// The forms in the column, counted.
    static String forms(ColumnProfile profile) {
        List<IsoSummary.Count> counts = new ArrayList<>(profile.times.counts());
        if (profile.empty.any()) {
            counts.add(new IsoSummary.Count("''", profile.empty.rows()));
        }
        if (profile.blobs() > 0) {
            counts.add(new IsoSummary.Count("blob", profile.blobs()));
        }
        return counts.stream().map(IsoSummary.Count::toString).collect(Collectors.joining(", "));
    }

    /// The rows that are not of the most frequent form.
    static HazardList.Rows odd(ColumnProfile profile) {
        List<KeySamples> forms = new ArrayList<>(profile.shapes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(IsoShape::form))).map(Map.Entry::getValue).toList());
        forms.add(profile.empty);
        forms.add(profile.of(StorageClass.INTEGER));
        forms.add(profile.of(StorageClass.REAL));
        forms.add(profile.of(StorageClass.BLOB));
        if (profile.shapes.size() + profile.times.counts().size() > 1) {
            forms.remove(forms.stream().max(Comparator.comparingLong(KeySamples::rows)).orElseThrow());
        }
        return ColumnQuestion.together(forms);
    }

    // No value tells the form, so it is the one that SQLite's own functions write.
    private static Chosen unused(ColumnProfile profile) {
        String declared = profile.column.declaredType().toUpperCase(Locale.ROOT);
        boolean date = !declared.startsWith("TIME") || declared.startsWith("TIMESTAMP");
        boolean time = !declared.matches("DATE\\b.*");
        IsoPattern pattern = usual(date, time, IsoPattern.Zone.NONE);
        return Chosen.of(kind(pattern, false).orElseThrow(), new ValueForm.IsoText(pattern, Optional.empty()));
    }

    /// A column without a value that a person wants to be of that type.
    static Chosen unused(TargetType type, Optional<java.time.ZoneId> zone) {
        boolean instant = type.kind() == Kind.TIMESTAMPTZ;
        IsoPattern pattern = usual(type.kind() != Kind.TIME, type.kind() != Kind.DATE,
                instant && zone.isEmpty() ? IsoPattern.Zone.Z : IsoPattern.Zone.NONE);
        return Chosen.of(type.kind(), new ValueForm.IsoText(pattern, zone.filter(_ -> instant)));
    }

    private static IsoPattern usual(boolean date, boolean time, IsoPattern.Zone zone) {
        return new IsoPattern(date, date && time ? ' ' : (char) 0,
                time ? IsoPattern.TimePart.SECONDS : IsoPattern.TimePart.NONE, IsoPattern.Fraction.NONE, 0, zone);
    }

    static String words(Unit unit) {
        return switch (unit) {
            case SECONDS -> "seconds since 1970";
            case MILLISECONDS -> "milliseconds since 1970";
            case MICROSECONDS -> "microseconds since 1970";
            case JULIAN_DAYS -> "Julian days";
        };
    }
}
