package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A type or form that a person named for a column: it wins where the values allow it; where it loses something that is
/// counted and said; where it cannot hold a value somebody must decide once more.
final class Overrides {
    private Overrides() {}

    /// The type and form that plan.yaml names.
    ///
    /// @param natural what the column would become without a word in plan.yaml
    static Chosen choose(ColumnQuestion question, Supplier<Chosen> natural) {
        Choices.ColumnChoice choice = question.choice();
        if (choice.type().isEmpty() && choice.form().isEmpty()) {
            return checked(question, OtherTypes.words(question), natural);
        }
        Optional<TargetType> type = choice.type();
        Chosen wanted = choice.form().isPresent()
                ? byForm(question, choice.form().get(), type, natural)
                : byType(question, type.orElseThrow());
        return checked(question, wanted, natural);
    }

    /// The form that plan.yaml names, with that type where it names one.
    static Chosen byForm(ColumnQuestion question, String form, Optional<TargetType> type, Supplier<Chosen> natural) {
        return switch (form) {
            case "epoch-seconds" -> epoch(type, Unit.SECONDS);
            case "epoch-milliseconds" -> epoch(type, Unit.MILLISECONDS);
            case "epoch-microseconds" -> epoch(type, Unit.MICROSECONDS);
            case "julian-days" -> epoch(type, Unit.JULIAN_DAYS);
            case "iso" -> iso(question, type).orElseGet(() -> Chosen.plain(type.orElseGet(TypeChooser::text)));
            case "plain" -> Chosen.plain(type.orElseGet(() -> natural.get().type()));
            case "text" -> asText(question, type.filter(t -> t.kind().characters()).orElseGet(TypeChooser::text));
            case "classed" -> Chosen.classed();
            case "words" -> OtherTypes.words(question);
            case "bytes" -> Chosen.of(Kind.BYTEA, new ValueForm.TextBytes());
            case "digits" ->
                new Chosen(type.orElse(TargetType.of(Kind.NUMERIC)), new ValueForm.Digits(), List.of(), false, false);
            case "uuid-bytes" -> Chosen.of(Kind.UUID, new ValueForm.UuidBytes());
            case "escaped" -> Chosen.of(Kind.TEXT, new ValueForm.Escaped());
            case "stripped" -> TextTypes.answer(question, "strip", TypeChooser.text(), question.profile().nul);
            case "quarantined" -> Chosen.quarantined(type.orElseGet(() -> natural.get().type()));
            default -> transcoded(question, form);
        };
    }

    private static Chosen transcoded(ColumnQuestion question, String form) {
        if (!form.startsWith("transcoded:")) {
            throw new ConfigException(109,
                    "the form '%s' of %s is none of plain, text, classed, words, bytes, uuid-bytes, digits, escaped, stripped, quarantined, transcoded:CHARSET, iso, epoch-seconds, epoch-milliseconds, epoch-microseconds, julian-days"
                            .formatted(form, question.name()),
                    "Nothing was written; mend plan.yaml and run the same command again");
        }
        return TextTypes.answer(question, form.replace("transcoded:", "transcode:"), TypeChooser.text(),
                question.profile().invalidUtf8);
    }

    private static Chosen asText(ColumnQuestion question, TargetType type) {
        ColumnProfile profile = question.profile();
        return new Chosen(type, new ValueForm.AnyAsText(), List.of(), false, profile.blobs() > 0 || profile.unholdableText());
    }

    private static Chosen epoch(Optional<TargetType> type, Unit unit) {
        return new Chosen(type.orElse(TargetType.of(Kind.TIMESTAMPTZ)), new ValueForm.Epoch(unit), List.of(), false, false);
    }

    /// The form in which values reach that type.
    static Chosen byType(ColumnQuestion question, TargetType type) {
        ColumnProfile profile = question.profile();
        return switch (type.kind()) {
            case TEXT, VARCHAR, CHAR, CITEXT -> text(question, type);
            // Which labels there are is known of a table that is there already, and of no other.
            case ENUM -> new Chosen(type, new ValueForm.Label(List.of()), List.of(), false, false);
            case UUID -> profile.blobs() > 0 && profile.texts() == 0
                    ? new Chosen(type, new ValueForm.UuidBytes(), List.of(), false, false)
                    : Chosen.plain(type);
            case BYTEA -> profile.integers() + profile.reals() > 0
                    ? Chosen.classed()
                    : profile.texts() > 0
                            ? new Chosen(type, new ValueForm.TextBytes(), List.of(), false, false)
                            : Chosen.plain(type);
            case BOOLEAN -> profile.texts() > 0 || !question.choice().trueWords().isEmpty()
                    ? OtherTypes.words(question)
                    : Chosen.plain(type);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> times(question, type);
            case NUMERIC -> profile.texts() > 0 && profile.decimalTexts == profile.texts()
                    ? new Chosen(type, new ValueForm.Digits(), List.of(), false, false)
                    : Chosen.plain(type);
            case SMALLINT, INTEGER, BIGINT, DOUBLE_PRECISION, REAL, JSON, JSONB -> Chosen.plain(type);
        };
    }

    private static Chosen text(ColumnQuestion question, TargetType type) {
        ColumnProfile profile = question.profile();
        if (Fit.nothingBut(profile, StorageClass.TEXT)) {
            return TextTypes.texts(question, type);
        }
        return question.key() && profile.present().size() > 1 ? MixedClasses.choose(question, type) : asText(question, type);
    }

    private static Chosen times(ColumnQuestion question, TargetType type) {
        ColumnProfile profile = question.profile();
        if (profile.values() == 0) {
            return TimeTypes.unused(type, question.choice().zone());
        }
        if (profile.texts() == 0) {
            return profile.epoch.unit().map(unit -> epoch(Optional.of(type), unit)).orElseGet(() -> Chosen.plain(type));
        }
        return iso(question, Optional.of(type)).orElseGet(() -> Chosen.plain(type));
    }

    private static Optional<Chosen> iso(ColumnQuestion question, Optional<TargetType> type) {
        Optional<IsoPattern> pattern = question.profile().times.uniform();
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        Optional<java.time.ZoneId> zone = pattern.get().zone() == IsoPattern.Zone.NONE
                ? question.choice().zone()
                : Optional.empty();
        Optional<Kind> own = TimeTypes.kind(pattern.get(), zone.isPresent());
        Kind kind = type.map(TargetType::kind).or(() -> own).orElse(Kind.TEXT);
        boolean possible = own.isPresent() && (kind == own.get() || (kind == Kind.TIMESTAMP && pattern.get().date()));
        if (!possible) {
            return Optional.empty();
        }
        Chosen chosen = zone.isPresent() && kind == Kind.TIMESTAMPTZ
                ? TimeTypes.uniform(question, pattern.get())
                : Chosen.of(kind, new ValueForm.IsoText(pattern.get(), Optional.empty()));
        return Optional.of(type.filter(named -> named.kind() == chosen.type().kind()).map(chosen::withType).orElse(chosen));
    }

    private static Chosen checked(ColumnQuestion question, Chosen wanted, Supplier<Chosen> natural) {
        ColumnProfile profile = question.profile();
        long misfits = Fit.misfits(profile, wanted.type(), wanted.form());
        if (misfits == 0) {
            return sayLosses(question, wanted);
        }
        long roundable = Fit.roundable(profile, wanted.type(), wanted.form());
        if (question.choice().lossy() && roundable >= misfits) {
            question.tell(HazardCode.OVERRIDE_LOSSY, HazardList.Rows.count(misfits),
                    "up to %d values of %s are rounded or cut to %s, as plan.yaml says".formatted(misfits, question.name(),
                            wanted.type()));
            return wanted.withLossy(true);
        }
        return refused(question, wanted, misfits, natural);
    }

    private static Chosen refused(ColumnQuestion question, Chosen wanted, long misfits, Supplier<Chosen> natural) {
        ColumnProfile profile = question.profile();
        if (wanted.type().kind().integer() && profile.outOfRange.any()) {
            String answer = question.ask(HazardCode.INTEGER_OVERFLOW, HazardList.Rows.of(profile.outOfRange),
                    "numbers in %s that do not fit %s, which plan.yaml names: %d".formatted(question.name(), wanted.type(),
                            profile.outOfRange.rows()),
                    question.key() ? List.of("bigint") : List.of("bigint", "quarantine"));
            return answer.equals("quarantine") ? Chosen.quarantined(wanted.type()) : natural.get();
        }
        boolean quarantine = wanted.form() instanceof ValueForm.Plain && !wanted.type().kind().temporal() && !question.key();
        HazardCode code = wanted.type().kind().temporal()
                ? HazardCode.DATETIME_MIXED
                : question.key() ? HazardCode.KEY_CLASS_MIXED : HazardCode.STORAGE_CLASS_MIXED;
        String answer = question.ask(code, HazardList.Rows.count(misfits),
                "%s cannot become %s as plan.yaml says: up to %d of its values do not fit (%s)".formatted(question.name(),
                        wanted.type(), misfits, profile.counts()),
                quarantine ? List.of("text", "quarantine") : question.key() ? List.of("classed") : List.of("text"));
        return switch (answer) {
            case "quarantine" -> Chosen.quarantined(wanted.type());
            case "classed" -> Chosen.classed();
            default -> Fit.nothingBut(profile, StorageClass.TEXT)
                    ? TextTypes.texts(question, TypeChooser.text())
                    : Chosen.anyAsText(profile);
        };
    }

    /// Says where a type changes how a value is written, so that what lay there cannot be written again from it.
    static Chosen sayLosses(ColumnQuestion question, Chosen wanted) {
        ColumnProfile profile = question.profile();
        long rows = switch (wanted.type().kind()) {
            case UUID, JSONB -> profile.texts();
            case NUMERIC -> profile.texts();
            default -> 0;
        };
        if (rows > 0) {
            question.tell(HazardCode.ROLLBACK_LOSSY, HazardList.Rows.count(rows),
                    "%d texts in %s keep their meaning as %s, but not the spelling with which SQLite kept them".formatted(rows,
                            question.name(), wanted.type()));
        }
        return wanted;
    }
}
