package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

/// TEXT of a UUID into uuid: 32 hex digits, with hyphens after the 8th, 12th, 16th and 20th or without any.
///
/// PostgreSQL writes lower case with hyphens; another spelling is counted as reformatted.
final class UuidCodec extends ColumnCodec {
    private static final int WITH_HYPHENS = 36;
    private static final int BARE = 32;

    UuidCodec(ColumnMapping mapping) {
        super(mapping);
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        boolean hyphens = utf8.length == WITH_HYPHENS;
        if (!hyphens && utf8.length != BARE) {
            throw malformed();
        }
        long high = 0;
        long low = 0;
        boolean lower = true;
        for (int at = 0, digits = 0; at < utf8.length; at++) {
            if (hyphens && (at == 8 || at == 13 || at == 18 || at == 23)) {
                if (utf8[at] != '-') {
                    throw malformed();
                }
                continue;
            }
            int digit = utf8[at] < 0 ? -1 : Character.digit(utf8[at], 16);
            if (digit < 0) {
                throw malformed();
            }
            lower &= utf8[at] < 'A' || utf8[at] > 'F';
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        out.uuid(high, low);
        if (!hyphens || !lower) {
            log.lost(EncodeLog.Loss.REFORMATTED);
        }
    }

    /// A BLOB of 16 bytes into uuid.
    static final class OfBlob extends ColumnCodec {
        private static final int BYTES = 16;

        OfBlob(ColumnMapping mapping) {
            super(mapping);
        }

        @Override
        void blob(byte[] bytes, CopyBinaryWriter out, EncodeLog log) {
            if (bytes.length != BYTES) {
                throw surprise("a BLOB of other than 16 bytes in a column of type uuid");
            }
            out.bytes(bytes, 0, BYTES);
        }
    }

    private Surprise malformed() {
        return surprise("a TEXT that is no UUID");
    }
}
