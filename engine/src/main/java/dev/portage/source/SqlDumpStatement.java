package dev.portage.source;

/// One statement of a dump, with the `;` that ends it, in the bytes of the file.
///
/// @param line where its first token stands, from 1
/// @param text its bytes; not copied
@SuppressWarnings("ArrayRecordComponent") // handed from reader to loader, never compared
record SqlDumpStatement(long line, byte[] text) {
    SqlDumpTokens tokens() {
        return new SqlDumpTokens(text);
    }
}
