package dev.portage.verify;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The sixteen bytes that a UUID's text writes: 32 hexadecimal digits in any case, with hyphens after the 8th, 12th, 16th
/// and 20th or without any.
final class UuidText {
    private static final Pattern FORM = Pattern
            .compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private UuidText() {}

    static Optional<byte[]> parse(byte[] text) {
        String uuid = new String(text, StandardCharsets.ISO_8859_1);
        return FORM.matcher(uuid).matches() ? Optional.of(HexFormat.of().parseHex(uuid.replace("-", ""))) : Optional.empty();
    }
}
