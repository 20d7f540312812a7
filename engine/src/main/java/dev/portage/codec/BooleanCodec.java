package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.schema.Affinity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// INTEGER 0 and 1, and TEXT by words, into boolean.
///
/// An INTEGER comes back as it was. A word comes back only where the column cannot hold integers (TEXT affinity) and it is
/// the first of its list, letter for letter; other words are counted as reformatted.
final class BooleanCodec extends ColumnCodec {
    private final List<String> trueWords;
    private final List<String> falseWords;

    BooleanCodec(ColumnMapping mapping, List<String> trueWords, List<String> falseWords) {
        super(mapping);
        this.trueWords = trueWords;
        this.falseWords = falseWords;
    }

    @Override
    void integer(long value, CopyBinaryWriter out, EncodeLog log) {
        if (value != 0 && value != 1) {
            throw surprise("an INTEGER other than 0 and 1 in a column of type boolean");
        }
        out.bool(value == 1);
    }

    @Override
    void text(byte[] utf8, CopyBinaryWriter out, EncodeLog log) {
        String word = new String(utf8, StandardCharsets.UTF_8);
        boolean yes = trueWords.stream().anyMatch(word::equalsIgnoreCase);
        if (!yes && falseWords.stream().noneMatch(word::equalsIgnoreCase)) {
            throw surprise("a TEXT that is none of the words of the column's boolean");
        }
        out.bool(yes);
        String comesBack = yes ? trueWords.getFirst() : falseWords.getFirst();
        if (mapping.affinity() != Affinity.TEXT || !word.equals(comesBack)) {
            log.lost(EncodeLog.Loss.REFORMATTED);
        }
    }
}
