package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.ValueForm;
import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// Numbers into numeric: an INTEGER by its digits, a REAL by its shortest decimal; a TEXT only where a person has said so.
final class NumericCodec extends ColumnCodec {
    private final boolean limited;
    private final boolean digits;
    private final int precision;
    private final int scale;

    NumericCodec(ColumnMapping mapping) {
        super(mapping);
        precision = mapping.type().precision();
        scale = mapping.type().scale();
        limited = precision > 0;
        digits = mapping.form() instanceof ValueForm.Digits;
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        if (limited) {
            write(BigDecimal.valueOf(value), out, log);
        } else {
            out.numeric(value);
        }
        if (mapping.affinity() == Affinity.REAL || mapping.affinity() == Affinity.TEXT) {
            quarantine(new SqliteValue.Int(value), log);
        }
    }

    @Override
    void real(double value, CopyBinaryWriter out, EncodeLog log) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            if (limited) {
                throw surprise("an infinite REAL in a column of type " + mapping.type().sql());
            }
            out.numericSpecial(value);
        } else if (write(ShortestDecimal.decimal(value), out, log)) {
            return; // rounded and counted: what comes back is another number, so its class does not matter
        }
        if (!comesBack(value)) {
            quarantine(new SqliteValue.Real(value), log);
        }
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        if (!(mapping.lossy() || digits) || !RestoredClass.isNumber(utf8)) {
            throw misfit("a TEXT");
        }
        String text = new String(utf8, StandardCharsets.US_ASCII).strip();
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw surprise("a TEXT with an exponent outside numeric");
        }
        boolean rounded = write(number, out, log);
        boolean spelled = limited ? digits && spelled(number, text) : number.toPlainString().equals(text);
        boolean kept = spelled && mapping.affinity() == Affinity.TEXT && text.length() == utf8.length;
        if (!rounded && !kept) {
            log.lost(EncodeLog.Loss.REFORMATTED);
        }
    }

    private boolean spelled(BigDecimal number, String text) {
        return number.setScale(scale, RoundingMode.HALF_UP).toPlainString().equals(text);
    }

    private boolean comesBack(double value) {
        if (Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(-0.0)) {
            return false;
        }
        return switch (mapping.affinity()) {
            case REAL -> true;
            case INTEGER, NUMERIC -> !RestoredClass.becomesInteger(value);
            // Without a declared scale a REAL shows at least one decimal and an INTEGER none.
            case BLOB -> !limited || !RestoredClass.becomesInteger(value);
            case TEXT -> false;
        };
    }

    /// Writes the number; true where it was rounded, which is counted then.
    private boolean write(BigDecimal value, CopyBinaryWriter out, EncodeLog log) {
        if (!PgNumeric.fits(value)) {
            throw surprise("a number with more digits than numeric holds");
        }
        if (!limited) {
            out.numeric(value);
            return false;
        }
        BigDecimal fitted = value.setScale(scale, RoundingMode.HALF_UP);
        if (fitted.precision() > precision && fitted.signum() != 0) {
            throw surprise("a number with more digits than " + mapping.type().sql());
        }
        boolean rounded = fitted.compareTo(value) != 0;
        if (rounded) {
            accept(EncodeLog.Loss.ROUNDED, "a number with more decimals than " + mapping.type().sql(), log);
        }
        out.numeric(fitted);
        return rounded;
    }
}
