package dev.portage.sql;

import dev.portage.mapping.TargetType;
import dev.portage.mapping.TargetType.Kind;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.sql.Expression.BooleanLiteral;
import dev.portage.sql.Expression.ColumnRef;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Expression.RealLiteral;
import dev.portage.sql.Expression.TextLiteral;
import dev.portage.sql.Piece.ValueKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The value of a DEFAULT or of a generated column, as the target column holds it.
final class StoredValue {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern UNHOLDABLE_ESCAPE = Pattern.compile("\\\\u(?:0000|[dD][89a-fA-F])");
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Translation translation;
    private final ColumnTarget column;
    private final TargetType type;
    private final boolean constant;

    StoredValue(Translation translation, ColumnTarget column, boolean constant) {
        this.translation = translation;
        this.column = column;
        this.type = column.type();
        this.constant = constant;
    }

    Piece write(Expression expression) throws Untranslatable {
        requireForm();
        if (constant && expression instanceof ColumnRef(var table, var name, _) && table.isEmpty()) {
            return literal(new TextLiteral(name));
        }
        if (expression instanceof BooleanLiteral(var value)) {
            return literal(new IntegerLiteral(value ? 1 : 0));
        }
        Piece piece = translation.piece(expression);
        if (piece.kind() == ValueKind.NULL) {
            return Piece.nothing();
        }
        if (type.kind() == Kind.UUID) {
            return uuid(expression, piece);
        }
        return piece.literal() != null ? literal(piece.literal()) : computed(piece);
    }

    private void requireForm() throws Untranslatable {
        boolean known = switch (column.form()) {
            case ValueForm.Plain _,ValueForm.Words _,ValueForm.IsoText _,ValueForm.Epoch _,ValueForm.AnyAsText _,ValueForm.Stripped _,ValueForm.Transcoded _,ValueForm.Quarantined _ ->
                true;
            case ValueForm.ClassedBytes _,ValueForm.TextBytes _,ValueForm.UuidBytes _,ValueForm.Label _,ValueForm.Digits _,ValueForm.Escaped _ ->
                false;
        };
        if (!known) {
            throw new Untranslatable("the column holds its values in another form than SQLite");
        }
    }

    private Piece literal(Expression.Literal literal) throws Untranslatable {
        String sql = switch (literal) {
            case IntegerLiteral(var value) -> number(new BigDecimal(value), literal);
            case RealLiteral(var value) ->
                Double.isInfinite(value) ? infinite(value) : number(new BigDecimal(Double.toString(value)), literal);
            case TextLiteral(var text) -> text(text);
            case Expression.BlobLiteral(var hex) -> blob(hex);
            default -> throw unfit("the constant");
        };
        return Piece.of(sql, ValueKind.OPAQUE, type.kind());
    }

    private String infinite(double value) throws Untranslatable {
        if (type.kind() != Kind.DOUBLE_PRECISION) {
            throw unfit("an infinite number");
        }
        return Piece.real(value).sql();
    }

    private String number(BigDecimal value, Expression.Literal literal) throws Untranslatable {
        return switch (type.kind()) {
            case SMALLINT -> whole(value, Short.MAX_VALUE);
            case INTEGER -> whole(value, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MAX_VALUE);
            case DOUBLE_PRECISION -> value.doubleValue() == value.longValue() && Math.abs(value.longValue()) <= 1L << 53
                    ? Long.toString(value.longValue())
                    : "'" + value.doubleValue() + "'::float8";
            case NUMERIC -> numeric(value);
            case BOOLEAN -> {
                if (value.signum() != 0 && value.compareTo(BigDecimal.ONE) != 0) {
                    throw unfit("a number other than 0 and 1");
                }
                yield value.signum() == 0 ? "false" : "true";
            }
            case TEXT, VARCHAR -> digits(literal);
            default -> throw unfit("a number");
        };
    }

    private String whole(BigDecimal value, long most) throws Untranslatable {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole || value.compareTo(BigDecimal.valueOf(most)) > 0 || value.compareTo(BigDecimal.valueOf(-most - 1)) < 0) {
            throw unfit("the number");
        }
        return Piece.integer(value.longValueExact()).sql();
    }

    private String numeric(BigDecimal value) throws Untranslatable {
        BigDecimal plain = value.stripTrailingZeros();
        boolean fits = type.precision() == 0
                || (Math.max(plain.scale(), 0) <= type.scale()
                        && plain.precision() - plain.scale() <= type.precision() - type.scale());
        if (!fits && plain.signum() != 0) {
            throw unfit("the number");
        }
        String digits = value.toPlainString();
        return digits.startsWith("-") ? "(" + digits + ")" : digits;
    }

    /// A number in a column that holds texts.
    private String digits(Expression.Literal number) throws Untranslatable {
        Piece piece = translation.text(number instanceof RealLiteral(var real) ? Piece.real(real) : translation.piece(number));
        if (!(piece.literal() instanceof TextLiteral(var text)) || (type.precision() > 0 && text.length() > type.precision())) {
            throw unfit("a number");
        }
        return Piece.literal(text);
    }

    private String text(String text) throws Untranslatable {
        return switch (type.kind()) {
            case TEXT, VARCHAR -> {
                if (type.precision() > 0 && text.codePointCount(0, text.length()) > type.precision()) {
                    throw unfit("a text of more characters");
                }
                if (column.affinity().numeric() && Numbers.of(text).isPresent()) {
                    throw new Untranslatable("a column of numeric affinity makes a number of the text");
                }
                yield Piece.literal(text);
            }
            case SMALLINT, INTEGER, BIGINT, DOUBLE_PRECISION, NUMERIC -> textAsNumber(text);
            case BOOLEAN -> word(text);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> {
                boolean cut = type.kind().clock() && type.grid() > 1 && text.indexOf('.') >= 0;
                if (cut || column.form() instanceof ValueForm.Epoch) {
                    throw unfit("a text");
                }
                yield TemporalText.literal(text, type.kind(), Optional.of(column.form()));
            }
            case JSON, JSONB -> json(text);
            case CHAR, CITEXT, ENUM, BYTEA, REAL, UUID -> throw unfit("a text");
        };
    }

    private String textAsNumber(String text) throws Untranslatable {
        return switch (Numbers.of(text).orElse(null)) {
            case IntegerLiteral(var value) -> number(new BigDecimal(value), new IntegerLiteral(value));
            case RealLiteral(var value) when !Double.isInfinite(value) ->
                number(new BigDecimal(Double.toString(value)), new RealLiteral(value));
            case null, default -> throw unfit(text.isEmpty() ? "the empty text" : "a text that is no number");
        };
    }

    private String word(String text) throws Untranslatable {
        String word = text.toLowerCase(Locale.ROOT);
        if (column.form() instanceof ValueForm.Words(var trues, var falses)) {
            if (trues.stream().anyMatch(word::equalsIgnoreCase)) {
                return "true";
            }
            if (falses.stream().anyMatch(word::equalsIgnoreCase)) {
                return "false";
            }
        }
        if (List.of("1", "true", "t", "yes", "y", "on").contains(word)) {
            return "true";
        }
        if (List.of("0", "false", "f", "no", "n", "off").contains(word)) {
            return "false";
        }
        throw unfit("a text that is neither true nor false");
    }

    private String json(String text) throws Untranslatable {
        try {
            if (JSON.readTree(text).isMissingNode() || UNHOLDABLE_ESCAPE.matcher(text).find()) {
                throw unfit("a JSON text that PostgreSQL cannot hold");
            }
        } catch (JacksonException _) {
            throw unfit("a text that is no JSON");
        }
        return Piece.literal(text) + (type.kind() == Kind.JSON ? "::json" : "::jsonb");
    }

    private String blob(String hex) throws Untranslatable {
        if (type.kind() != Kind.BYTEA) {
            throw unfit("a blob");
        }
        return "'\\x" + hex + "'::bytea";
    }

    private Piece computed(Piece piece) throws Untranslatable {
        Kind kind = type.kind();
        if (kind.temporal()) {
            return temporal(piece);
        }
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT -> integer(piece);
            case DOUBLE_PRECISION -> {
                Piece number = piece.counted();
                // Affinity REAL makes a double of a whole number as PostgreSQL does; every other keeps it whole.
                boolean exact = column.affinity() == Affinity.REAL || number.kind() != ValueKind.INTEGER || number.narrow();
                if (!number.kind().number() || !exact) {
                    throw unfit(piece.kind().words());
                }
                yield Piece.real(piece.float8(), piece);
            }
            case NUMERIC -> {
                // Assigned to a type with a scale, a numeric would be rounded without a word.
                boolean exact = piece.kind() == ValueKind.INTEGER || (piece.type() == Kind.NUMERIC && type.precision() == 0);
                if (!exact) {
                    throw unfit(piece.kind().words());
                }
                yield piece;
            }
            case TEXT, VARCHAR -> {
                if (column.affinity().numeric() && piece.moment() == null) {
                    throw new Untranslatable("a column of numeric affinity makes numbers of texts that look like some");
                }
                yield translation.text(piece);
            }
            case BOOLEAN -> same(piece, ValueKind.BOOLEAN);
            case BYTEA -> same(piece, ValueKind.BYTES);
            case JSON, JSONB -> {
                if (piece.type() != kind) {
                    throw unfit(piece.kind().words());
                }
                yield piece;
            }
            default -> throw unfit(piece.kind().words());
        };
    }

    private Piece uuid(Expression expression, Piece piece) throws Untranslatable {
        String sql;
        if (piece.literal() instanceof TextLiteral(var text) && UUID.matcher(text).matches()) {
            sql = Piece.literal(text) + "::uuid";
        } else if (RandomText.uuid(expression).isPresent()) {
            sql = "gen_random_uuid()";
        } else if (RandomText.hexadecimalUuid(expression)) {
            sql = piece.sql() + "::uuid";
        } else {
            throw unfit(piece.kind().words());
        }
        return Piece.of(sql, ValueKind.OPAQUE, Kind.UUID, piece);
    }

    private Piece integer(Piece piece) throws Untranslatable {
        boolean whole = piece.counted().kind() == ValueKind.INTEGER || piece.digits();
        if (!whole) {
            throw unfit(piece.kind().words());
        }
        String sql = piece.digits() ? piece.sql() + "::bigint" : piece.bigint();
        return Piece.integer(type.kind() == Kind.BIGINT ? sql : sql + "::" + type.kind().sqlName(), piece);
    }

    private Piece same(Piece piece, ValueKind wanted) throws Untranslatable {
        if (piece.kind() != wanted) {
            throw unfit(piece.kind().words());
        }
        return piece;
    }

    private Piece temporal(Piece piece) throws Untranslatable {
        if (piece.kind() == ValueKind.TEMPORAL && piece.type() == type.kind()) {
            return piece;
        }
        Moment moment = piece.moment();
        boolean counts = moment != null && moment.part() == Moment.Part.EPOCH_SECONDS;
        boolean counted = switch (column.form()) {
            case ValueForm.Epoch(var unit) -> unit == ValueForm.Epoch.Unit.SECONDS;
            case ValueForm.IsoText _ -> false;
            default -> counts;
        };
        Optional<String> sql = moment == null || counts != counted ? Optional.empty() : DateFunctions.stored(moment, type.kind());
        return Piece.of(sql.orElseThrow(() -> unfit(piece.kind().words())), ValueKind.TEMPORAL, type.kind(), piece);
    }

    private Untranslatable unfit(String what) {
        return new Untranslatable("%s does not fit a column of type %s".formatted(what, type.sql()));
    }
}
