package dev.portage.plan;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.StorageClass;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import dev.portage.target.TargetTable;
import dev.portage.target.TargetTable.TypeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/// Gives the columns of one table the types of the application's own table. The target's type stands; values that it cannot
/// hold exactly are named, and nothing is rounded, cut or moved to another type for them.
final class ExistingTypes {
    private static final Set<String> LIMITED = Set.of("strip", "quarantine", "transcode");

    private final ExistingMisfits misfits;
    private final KeyMerges merges;

    ExistingTypes(SqliteFile file, Table table) {
        this.misfits = new ExistingMisfits(file, table);
        this.merges = new KeyMerges(file, table);
    }

    /// The type as Portage writes it; empty where it does not.
    static Optional<TargetType> type(TypeFacts facts) {
        if (facts.array()) {
            return Optional.empty();
        }
        if (!facts.builtIn()) {
            return !facts.labels().isEmpty()
                    ? Optional.of(TargetType.of(Kind.ENUM))
                    : facts.name().equals("citext") ? Optional.of(TargetType.of(Kind.CITEXT)) : Optional.empty();
        }
        return switch (facts.name()) {
            case "int2" -> Optional.of(TargetType.of(Kind.SMALLINT));
            case "int4" -> Optional.of(TargetType.of(Kind.INTEGER));
            case "int8" -> Optional.of(TargetType.of(Kind.BIGINT));
            case "float4" -> Optional.of(TargetType.of(Kind.REAL));
            case "float8" -> Optional.of(TargetType.of(Kind.DOUBLE_PRECISION));
            case "numeric" -> Optional.of(facts.precision().isPresent()
                    ? TargetType.numeric(facts.precision().getAsInt(), facts.scale().orElse(0))
                    : TargetType.of(Kind.NUMERIC));
            case "bool" -> Optional.of(TargetType.of(Kind.BOOLEAN));
            case "text" -> Optional.of(TargetType.of(Kind.TEXT));
            case "varchar" -> Optional.of(TargetType.varchar(facts.length().orElse(0)));
            case "bpchar" -> Optional.of(TargetType.character(facts.length().orElse(0)));
            case "bytea" -> Optional.of(TargetType.of(Kind.BYTEA));
            case "json" -> Optional.of(TargetType.of(Kind.JSON));
            case "jsonb" -> Optional.of(TargetType.of(Kind.JSONB));
            case "uuid" -> Optional.of(TargetType.of(Kind.UUID));
            case "date" -> Optional.of(TargetType.of(Kind.DATE));
            case "time" -> Optional.of(clock(Kind.TIME, facts.fractionDigits()));
            case "timestamp" -> Optional.of(clock(Kind.TIMESTAMP, facts.fractionDigits()));
            case "timestamptz" -> Optional.of(clock(Kind.TIMESTAMPTZ, facts.fractionDigits()));
            default -> Optional.empty();
        };
    }

    private static TargetType clock(Kind kind, OptionalInt digits) {
        return digits.isPresent() ? TargetType.clock(kind, digits.getAsInt()) : TargetType.of(kind);
    }

    /// The form in which the column's values reach the column that is there; what cannot is told.
    Chosen choose(ColumnQuestion question, TargetTable.Column there) {
        Optional<TargetType> type = type(there.base());
        if (type.isEmpty()) {
            question.tell(HazardCode.SCHEMA_DIFFERS, HazardList.Rows.count(question.profile().values()),
                    "%s is %s in the target, a type that Portage does not write; leave the column out with skip: true, or give it another type there"
                            .formatted(question.name(), there.typeSql()));
            return Chosen.anyAsText(question.profile());
        }
        Chosen chosen = fitting(question, there, type.get());
        requirePresent(question, there);
        boolean same = chosen.type().equals(type.get());
        Optional<Long> merged = question.key() && same ? merges.known(question.profile(), chosen) : Optional.empty();
        merged.ifPresent(rows -> question.tell(HazardCode.DUPLICATE_KEY, HazardList.Rows.count(rows),
                "rows of %s that would have the key of another row once %s is %s, as it is in the target: %d".formatted(
                        question.table(), question.name(), there.typeSql(), rows)));
        return chosen;
    }

    private Chosen fitting(ColumnQuestion question, TargetTable.Column there, TargetType type) {
        boolean quarantine = !there.notNull() && !question.key();
        Chosen wanted = wanted(question, there, type, quarantine);
        if (!wanted.type().equals(type)) {
            return refused(question, there, Chosen.plain(type), HazardList.Rows.count(question.profile().values()), false);
        }
        HazardList.Rows rows = misfits.rows(question, wanted);
        if (rows.count() == 0) {
            return ExistingTimes.told(question, Overrides.sayLosses(question, said(question, wanted)));
        }
        long roundable = Fit.roundable(question.profile(), type, wanted.form()) + question.profile().gap.rows();
        if (question.choice().lossy() && roundable >= rows.count()) {
            question.tell(HazardCode.OVERRIDE_LOSSY, rows, "up to %d values of %s are rounded or cut to %s, as plan.yaml says"
                    .formatted(rows.count(), question.name(), there.typeSql()));
            return ExistingTimes.told(question, wanted.withLossy(true));
        }
        return refused(question, there, wanted, rows, quarantine);
    }

    private Chosen wanted(ColumnQuestion question, TargetTable.Column there, TargetType type, boolean quarantine) {
        ColumnProfile profile = question.profile();
        if (question.choice().form().isPresent()) {
            return Overrides.byForm(question, question.choice().form().get(), Optional.of(type), () -> Chosen.plain(type));
        }
        return switch (type.kind()) {
            case ENUM -> new Chosen(type, new ValueForm.Label(there.base().labels()), List.of(), false, false);
            case BOOLEAN -> profile.texts() > 0 ? OtherTypes.byWords(question) : Chosen.plain(type);
            case TEXT, VARCHAR, CHAR, CITEXT -> text(question, type, quarantine);
            case BYTEA -> profile.texts() > 0
                    ? new Chosen(type, new ValueForm.TextBytes(), List.of(), false, false)
                    : Chosen.plain(type);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> ExistingTimes.choose(question, type);
            case UUID, NUMERIC -> Overrides.byType(question, type);
            case SMALLINT, INTEGER, BIGINT, DOUBLE_PRECISION, REAL, JSON, JSONB -> Chosen.plain(type);
        };
    }

    private static Chosen text(ColumnQuestion question, TargetType type, boolean quarantine) {
        ColumnProfile profile = question.profile();
        if (!Fit.nothingBut(profile, StorageClass.TEXT)) {
            return new Chosen(type, new ValueForm.AnyAsText(), List.of(), false, false);
        }
        if (!profile.unholdableText() || profile.overLength.any() || profile.underLength.any()) {
            return Chosen.plain(type);
        }
        boolean limited = type.precision() > 0;
        Predicate<String> possible = choice -> quarantine || !choice.equals("quarantine");
        Chosen chosen = TextTypes.texts(question, type,
                possible.and(choice -> limited ? LIMITED.contains(choice) : !choice.equals("bytea")));
        return chosen.type().kind() == Kind.TEXT ? chosen.withType(type) : chosen;
    }

    private static Chosen said(ColumnQuestion question, Chosen chosen) {
        return chosen.form() instanceof ValueForm.Words ? OtherTypes.words(question) : chosen;
    }

    private static Chosen refused(ColumnQuestion question, TargetTable.Column there, Chosen wanted, HazardList.Rows rows,
            boolean quarantine) {
        List<String> offered = new ArrayList<>();
        boolean classed = wanted.form() instanceof ValueForm.AnyAsText;
        if (quarantine && (classed || (wanted.form() instanceof ValueForm.Plain && !wanted.type().kind().temporal()))) {
            offered.add("quarantine");
        }
        String message = "%s is %s in the target, and up to %d of its values do not fit (%s)%s".formatted(question.name(),
                there.typeSql(), rows.count(), ExistingTimes.found(question, wanted), hint(question, wanted));
        if (offered.isEmpty()) {
            question.tell(HazardCode.SCHEMA_DIFFERS, rows, message);
            return wanted;
        }
        question.ask(HazardCode.SCHEMA_DIFFERS, rows, message, offered);
        return classed
                ? new Chosen(wanted.type(), wanted.form(), List.of(), false, true)
                : Chosen.quarantined(wanted.type());
    }

    private static String hint(ColumnQuestion question, Chosen wanted) {
        if (question.profile().texts() > 0 && wanted.form() instanceof ValueForm.Words) {
            return "; name your words with true and false in plan.yaml";
        }
        boolean numbers = question.profile().integers() + question.profile().reals() > 0;
        if (wanted.type().kind().temporal() && numbers && question.profile().texts() == 0) {
            return "; where all count time, name the unit with form: epoch-seconds, epoch-milliseconds, epoch-microseconds or julian-days in plan.yaml";
        }
        if (Fit.roundable(question.profile(), wanted.type(), wanted.form()) > 0) {
            return "; change the column there, mend the rows, or say lossy: true in plan.yaml to have them rounded or cut";
        }
        return "; change the column there, mend the rows, or make texts of that kind NULL with null-if in plan.yaml";
    }

    private static void requirePresent(ColumnQuestion question, TargetTable.Column there) {
        ColumnProfile profile = question.profile();
        long nulls = profile.nulls() + profile.nulled.rows();
        if (there.notNull() && there.generatedSql().isEmpty() && nulls > 0) {
            question.tell(HazardCode.NOT_NULL_VIOLATED,
                    ColumnQuestion.together(List.of(profile.of(StorageClass.NULL), profile.nulled)),
                    "rows with NULL in %s, which is NOT NULL in the target: %d; allow NULL there, or mend the rows"
                            .formatted(question.name(), nulls));
        }
    }
}
