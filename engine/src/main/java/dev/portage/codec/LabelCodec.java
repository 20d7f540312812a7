package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// TEXT into an enum: its binary form is the label's text.
final class LabelCodec extends ColumnCodec {
    private final byte[][] labels;

    LabelCodec(ColumnMapping mapping, List<String> labels) {
        super(mapping);
        this.labels = labels.stream().map(label -> label.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        for (byte[] label : labels) {
            if (Arrays.equals(label, utf8)) {
                out.bytes(utf8, 0, utf8.length);
                return;
            }
        }
        throw surprise("a TEXT that is none of the labels of the column's enum");
    }
}
