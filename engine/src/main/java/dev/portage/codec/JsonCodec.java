package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.TargetType;

/// TEXT into json, byte for byte, or into jsonb, which keeps its meaning and not its spelling.
final class JsonCodec extends ColumnCodec {
    private final boolean binary;

    JsonCodec(ColumnMapping mapping) {
        super(mapping);
        binary = mapping.type().kind() == TargetType.Kind.JSONB;
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        checkLength(utf8.length + 1L);
        JsonFacts facts = JsonFacts.examine(utf8);
        if (!facts.valid() || (binary && !facts.jsonbSafe())) {
            throw surprise("a TEXT that %s cannot hold unchanged: %s".formatted(mapping.type().sql(), facts.reason()));
        }
        if (binary) {
            out.jsonb(utf8, 0, utf8.length);
        } else {
            out.bytes(utf8, 0, utf8.length);
        }
    }
}
