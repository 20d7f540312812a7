package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.TargetType;

import dev.portage.codec.EncodeLog.Loss;
import dev.portage.source.RowCursor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// TEXT into text, varchar, char and citext.
final class TextCodecs {
    private TextCodecs() {}

    /// What all of them share: the type's own limits.
    abstract static class OfText extends ColumnCodec {
        private final int longest;
        private final boolean padded;

        OfText(ColumnMapping mapping) {
            super(mapping);
            longest = mapping.type().precision();
            padded = mapping.type().kind() == TargetType.Kind.CHAR && longest > 0;
        }

        /// Whether a text of so many bytes needs neither cutting nor filling up.
        final boolean plainly(int length) {
            return !padded && (longest <= 0 || length <= longest);
        }

        /// Writes a text that PostgreSQL can hold, cut or filled up to the type's length where a person has said so.
        final void write(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            checkLength(utf8.length);
            int length = utf8.length;
            // A text has at most as many characters as bytes, so most need no counting.
            if (longest > 0 && length > longest && Utf8.codePoints(utf8, 0, length) > longest) {
                accept(Loss.TRUNCATED, "a TEXT longer than " + mapping.type().sql(), log);
                length = Utf8.bytesOf(utf8, 0, length, longest);
            }
            if (padded && Utf8.codePoints(utf8, 0, length) < longest) {
                accept(Loss.REFORMATTED, "a TEXT shorter than %s, which PostgreSQL fills up with blanks"
                        .formatted(mapping.type().sql()), log);
            }
            out.bytes(utf8, 0, length);
        }
    }

    /// TEXT as it is.
    static final class Plain extends OfText {
        Plain(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        boolean textInPlace(RowCursor row, int column, CopyBinaryWriter out) {
            int length = row.length(column);
            return plainly(length) && out.textOf(row, column, length);
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            if (Utf8.hasNul(utf8, 0, utf8.length)) {
                throw surprise("a TEXT with U+0000");
            }
            int invalid = Utf8.firstInvalid(utf8, 0, utf8.length);
            if (invalid >= 0) {
                throw surprise("a TEXT that is not valid UTF-8 at byte " + invalid);
            }
            write(utf8, out, log);
        }
    }

    /// TEXT with an escape for what PostgreSQL cannot hold, and for the backslash.
    static final class Escaped extends OfText {
        private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        Escaped(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            write(needsEscape(utf8) ? escape(utf8) : utf8, out, log);
        }

        private static boolean needsEscape(byte[] utf8) {
            for (byte one : utf8) {
                if (one == '\\') {
                    return true;
                }
            }
            return !Utf8.fitsText(utf8, 0, utf8.length);
        }

        private byte[] escape(byte[] utf8) {
            checkLength(utf8.length * 4L);
            var escaped = new ByteArrayOutputStream(utf8.length + 16);
            for (int at = 0; at < utf8.length;) {
                int size = Utf8.sequence(utf8, at, utf8.length);
                if (size == 0 || utf8[at] == 0) {
                    escaped.write('\\');
                    escaped.write('x');
                    escaped.write(HEX[(utf8[at] & 0xFF) >> 4]);
                    escaped.write(HEX[utf8[at] & 15]);
                    at++;
                } else {
                    if (utf8[at] == '\\') {
                        escaped.write('\\');
                    }
                    escaped.write(utf8, at, size);
                    at += size;
                }
            }
            return escaped.toByteArray();
        }
    }

    /// TEXT without U+0000, and with U+FFFD for invalid UTF-8.
    static final class Stripped extends OfText {
        Stripped(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            if (Utf8.fitsText(utf8, 0, utf8.length)) {
                write(utf8, out, log);
                return;
            }
            String stripped = new String(utf8, StandardCharsets.UTF_8).replace("\0", "");
            write(stripped.getBytes(StandardCharsets.UTF_8), out, log);
            log.lost(Loss.STRIPPED);
        }
    }

    /// TEXT, read in another encoding where it is not valid UTF-8.
    static final class Transcoded extends OfText {
        private final Charset charset;

        Transcoded(ColumnMapping mapping, Charset charset) {
            super(mapping);
            this.charset = charset;
        }

        @Override
        void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
            boolean valid = Utf8.firstInvalid(utf8, 0, utf8.length) < 0;
            byte[] text = valid ? utf8 : transcode(utf8);
            if (Utf8.hasNul(text, 0, text.length)) {
                throw surprise("a TEXT with U+0000");
            }
            write(text, out, log);
            if (!valid) {
                log.lost(Loss.TRANSCODED);
            }
        }

        private byte[] transcode(byte[] bytes) {
            try {
                CharBuffer text = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes));
                return text.toString().getBytes(StandardCharsets.UTF_8);
            } catch (CharacterCodingException _) {
                throw surprise("a TEXT that is valid neither as UTF-8 nor as " + charset.name());
            }
        }
    }
}
