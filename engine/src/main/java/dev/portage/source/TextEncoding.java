package dev.portage.source;

import java.util.Locale;

/// How a file keeps its texts, as `PRAGMA encoding` tells.
enum TextEncoding {
    UTF_8, UTF_16LE, UTF_16BE;

    static TextEncoding ofPragma(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// The stored bytes of a text as the rest of Portage sees them; see [Utf16] for what becomes of invalid ones.
    byte[] toUtf8(byte[] stored) {
        return this == UTF_8 ? stored : Utf16.toUtf8(stored, this == UTF_16BE);
    }

    /// The reverse of [#toUtf8(byte[])].
    byte[] fromUtf8(byte[] utf8) {
        return this == UTF_8 ? utf8 : Utf16.fromUtf8(utf8, this == UTF_16BE);
    }
}
