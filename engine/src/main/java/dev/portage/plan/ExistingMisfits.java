package dev.portage.plan;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import dev.portage.schema.StorageClass;
import dev.portage.schema.Table;
import dev.portage.source.SqliteFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Which rows hold a value that a type and form cannot hold. Never fewer than there are: what the profile did not count,
/// SQLite is asked.
final class ExistingMisfits {
    /// The longest text of a REAL: `-2.2250738585072014E-308`.
    private static final int LONGEST_REAL = 24;

    private final SqliteFile file;
    private final Table table;
    private final RowQuestions questions;

    ExistingMisfits(SqliteFile file, Table table) {
        this.file = file;
        this.table = table;
        this.questions = new RowQuestions(file);
    }

    /// The rows, counted, and the keys of the first.
    HazardList.Rows rows(ColumnQuestion question, Chosen wanted) {
        ColumnProfile profile = question.profile();
        HazardList.Rows found = switch (wanted.form()) {
            case ValueForm.Plain _ -> plain(question, wanted);
            case ValueForm.Label(var labels) -> asked(question, labels(labels));
            case ValueForm.UuidBytes _ -> asked(question, "typeof(%1$s) <> 'blob' OR length(%1$s) <> 16");
            case ValueForm.Words(var trueWords, var falseWords) -> asked(question, words(trueWords, falseWords));
            case ValueForm.AnyAsText _ -> asText(question, wanted);
            case ValueForm.IsoText _ -> times(profile);
            default -> HazardList.Rows.count(0);
        };
        long most = Math.max(found.count(), Fit.misfits(profile, wanted.type(), wanted.form()));
        return new HazardList.Rows(most, found.keys());
    }

    private HazardList.Rows plain(ColumnQuestion question, Chosen wanted) {
        ColumnProfile p = question.profile();
        return switch (wanted.type().kind()) {
            case SMALLINT, INTEGER, BIGINT -> not(question, List.of(p.outOfRange), StorageClass.INTEGER);
            case DOUBLE_PRECISION -> not(question, List.of(), StorageClass.INTEGER, StorageClass.REAL);
            case REAL -> not(question, List.of(p.inexactFloats), StorageClass.INTEGER, StorageClass.REAL);
            case NUMERIC -> not(question, wanted.type().precision() > 0 ? List.of(p.overScale) : List.of(),
                    StorageClass.INTEGER, StorageClass.REAL);
            case BOOLEAN -> HazardList.Rows.of(p.notBoolean);
            case TEXT, VARCHAR, CHAR, CITEXT -> not(question, List.of(p.overLength, p.underLength, p.nul, p.invalidUtf8),
                    StorageClass.TEXT);
            case BYTEA -> not(question, List.of(), StorageClass.BLOB);
            case JSON -> not(question, List.of(p.notJson), StorageClass.TEXT);
            case JSONB -> not(question, List.of(p.notJson, p.notForJsonb), StorageClass.TEXT);
            case UUID -> not(question, List.of(p.notUuids), StorageClass.TEXT);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> times(p);
            case ENUM -> HazardList.Rows.count(p.values());
        };
    }

    private static HazardList.Rows not(ColumnQuestion question, List<KeySamples> others, StorageClass... fitting) {
        List<KeySamples> samples = new ArrayList<>(others);
        question.profile().present().stream().filter(each -> !Arrays.asList(fitting).contains(each))
                .forEach(each -> samples.add(question.profile().of(each)));
        return ColumnQuestion.together(samples);
    }

    private static HazardList.Rows times(ColumnProfile profile) {
        return profile.times.uniform().isPresent() && profile.values() == profile.texts() && !profile.empty.any()
                ? HazardList.Rows.of(profile.gap)
                : new HazardList.Rows(profile.empty.rows(), TimeTypes.odd(profile).keys());
    }

    private HazardList.Rows asText(ColumnQuestion question, Chosen wanted) {
        ColumnProfile profile = question.profile();
        List<KeySamples> samples = new ArrayList<>(List.of(profile.of(StorageClass.BLOB), profile.nul, profile.invalidUtf8,
                profile.overLength, profile.underLength));
        HazardList.Rows found = ColumnQuestion.together(samples);
        int length = wanted.type().precision();
        if (length == 0 || profile.integers() + profile.reals() == 0) {
            return found;
        }
        boolean padded = wanted.type().kind() == Kind.CHAR;
        String reals = padded || length < LONGEST_REAL ? "typeof(%1$s) = 'real' OR " : "";
        HazardList.Rows numbers = asked(question, reals + "typeof(%1$s) = 'integer' AND length(%1$s) " + (padded ? "<>" : ">")
                + " " + length);
        return new HazardList.Rows(found.count() + numbers.count(), found.count() == 0 ? numbers.keys() : found.keys());
    }

    // Exact characters, whatever collation and affinity the column has.
    private static String labels(List<String> labels) {
        return "typeof(%1$s) <> 'text' OR CAST(%1$s AS TEXT) COLLATE BINARY NOT IN (" + literals(labels) + ")";
    }

    private static String words(List<String> trueWords, List<String> falseWords) {
        List<String> words = new ArrayList<>(trueWords);
        words.addAll(falseWords);
        String known = words.stream().map(word -> "lower(" + literal(word) + ")").collect(Collectors.joining(", "));
        return "CASE typeof(%1$s) WHEN 'integer' THEN %1$s NOT IN (0, 1) WHEN 'text' THEN lower(CAST(%1$s AS TEXT)) COLLATE BINARY NOT IN ("
                + known + ") ELSE TRUE END";
    }

    /// @param condition in which `%1$s` stands for the column
    private HazardList.Rows asked(ColumnQuestion question, String condition) {
        Table.Column column = question.profile().column;
        String value = column.computed().isPresent() ? column.select() : Identifier.quote(column.name());
        List<String> nulls = question.choice().nullIf();
        String where = "%1$s IS NOT NULL AND (".formatted(value) + condition.replace("%1$s", value) + ")"
                + (nulls.isEmpty()
                        ? ""
                        : " AND NOT (typeof(%1$s) = 'text' AND CAST(%1$s AS TEXT) COLLATE BINARY IN (".formatted(value)
                                + literals(nulls) + "))");
        try {
            long rows = questions.count(table, where);
            return rows == 0 ? HazardList.Rows.NONE : new HazardList.Rows(rows, questions.keys(table, where));
        } catch (SQLException e) {
            throw file.failed(e, "asking which values of %s fit the target".formatted(question.name()));
        }
    }

    private static String literals(List<String> texts) {
        return texts.stream().map(ExistingMisfits::literal).collect(Collectors.joining(", "));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
