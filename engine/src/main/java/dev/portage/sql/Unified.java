package dev.portage.sql;

import dev.portage.mapping.TargetType.Kind;
import dev.portage.sql.Piece.ValueKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Values of which one becomes the result, brought to one type.
///
/// @param sql each value, cast where it needs to be
record Unified(List<String> sql, ValueKind kind, Kind type, boolean narrow, boolean digits) {
    static Unified of(List<Piece> pieces) throws Untranslatable {
        Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        Set<Kind> types = EnumSet.noneOf(Kind.class);
        for (Piece piece : pieces) {
            if (piece.kind() != ValueKind.NULL) {
                kinds.add(piece.kind());
                types.add(piece.type());
            }
        }
        ValueKind kind = kind(kinds, types);
        Kind type = type(kind, types, pieces);
        var sql = new ArrayList<String>();
        for (Piece piece : pieces) {
            sql.add(as(piece, kind, type));
        }
        boolean narrow = pieces.stream().allMatch(p -> p.narrow() || p.kind() == ValueKind.BOOLEAN);
        boolean digits = pieces.stream().allMatch(p -> p.digits() || p.kind() == ValueKind.NULL);
        return new Unified(List.copyOf(sql), kind, type, narrow, digits);
    }

    Piece piece(String text, List<Piece> parts) {
        Piece piece = Piece.of(text, kind, type, parts.toArray(Piece[]::new));
        piece = narrow ? piece.withNarrow() : piece;
        return digits && kind == ValueKind.TEXT ? piece.withDigits() : piece;
    }

    private static ValueKind kind(Set<ValueKind> kinds, Set<Kind> types) throws Untranslatable {
        if (kinds.isEmpty()) {
            return ValueKind.NULL;
        }
        if (kinds.size() == 1) {
            ValueKind only = kinds.iterator().next();
            if (only == ValueKind.OPAQUE || ((only == ValueKind.TEMPORAL || only == ValueKind.JSON) && types.size() > 1)) {
                throw new Untranslatable("it chooses between values that are stored in several forms");
            }
            return only;
        }
        if (EnumSet.of(ValueKind.INTEGER, ValueKind.BOOLEAN).containsAll(kinds)) {
            return ValueKind.INTEGER;
        }
        if (EnumSet.of(ValueKind.INTEGER, ValueKind.BOOLEAN, ValueKind.REAL, ValueKind.NUMBER).containsAll(kinds)) {
            return ValueKind.NUMBER;
        }
        throw new Untranslatable("it gives %s for some rows and %s for others"
                .formatted(kinds.iterator().next().words(), List.copyOf(kinds).getLast().words()));
    }

    private static Kind type(ValueKind kind, Set<Kind> types, List<Piece> pieces) throws Untranslatable {
        return switch (kind) {
            case NULL, TEXT -> Kind.TEXT;
            case INTEGER -> Kind.BIGINT;
            case REAL -> Kind.DOUBLE_PRECISION;
            case NUMBER -> {
                if (!types.contains(Kind.DOUBLE_PRECISION)) {
                    yield Kind.NUMERIC;
                }
                for (Piece piece : pieces) {
                    requireExactDouble(piece);
                }
                yield Kind.DOUBLE_PRECISION;
            }
            case BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> types.iterator().next();
        };
    }

    /// Refuses a number that changes when it becomes a double.
    static void requireExactDouble(Piece piece) throws Untranslatable {
        boolean exact = piece.narrow() || piece.held() || piece.type() == Kind.DOUBLE_PRECISION
                || piece.kind() == ValueKind.BOOLEAN;
        if (!exact) {
            throw new Untranslatable("it mixes floating-point numbers with numbers that may have more digits than those hold");
        }
    }

    private static String as(Piece piece, ValueKind kind, Kind type) {
        if (piece.kind() == ValueKind.NULL) {
            return "NULL";
        }
        return switch (kind) {
            case INTEGER -> piece.bigint();
            case REAL -> piece.float8();
            case NUMBER -> type == Kind.DOUBLE_PRECISION ? piece.float8() : piece.counted().sql() + "::numeric";
            case NULL, TEXT, BYTES, BOOLEAN, TEMPORAL, JSON, OPAQUE -> piece.sql();
        };
    }
}
