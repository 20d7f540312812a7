package dev.portage.plan;

import dev.portage.codec.EpochGuess;
import dev.portage.codec.IsoShape;
import dev.portage.codec.IsoSummary;
import dev.portage.schema.StorageClass;
import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What lies in one column: every value of it was looked at. [ColumnScan] fills it; afterwards it is only read.
///
/// Counts are rows; texts that a person turned into NULL (`null-if`) are counted apart and nowhere else.
final class ColumnProfile {
    final Table.Column column;
    final DeclaredType declared;
    private final KeySamples[] classes = new KeySamples[StorageClass.values().length + 1];

    long smallest = Long.MAX_VALUE;
    long largest = Long.MIN_VALUE;
    /// Integers that no double holds exactly.
    long inexactIntegers;
    /// Numbers that four bytes would round, counted where the type is real.
    final KeySamples inexactFloats = new KeySamples();
    /// Integers outside the integer type that a person named.
    final KeySamples outOfRange = new KeySamples();

    long infinities;
    long negativeZeros;
    /// Numbers that do not fit the precision and scale of the column's type, declared or named by a person.
    final KeySamples overScale = new KeySamples();
    /// Texts that are decimal numbers, and those of them that do not fit; counted where a person named numeric.
    long decimalTexts;
    long overScaleTexts;
    /// Numbers that are neither the INTEGER 0 nor 1.
    long notBits;

    final KeySamples empty = new KeySamples();
    final KeySamples nul = new KeySamples();
    final KeySamples invalidUtf8 = new KeySamples();
    /// The byte offset of the first invalid byte in the first text of [#invalidUtf8].
    int firstInvalidOffset = -1;
    int longestText;
    /// Characters of the longest text.
    int longestCharacters;
    /// Characters of the shortest text; the largest number where there is none.
    int shortestCharacters = Integer.MAX_VALUE;
    /// Texts longer than the column's type allows, declared or named by a person.
    final KeySamples overLength = new KeySamples();
    /// Texts shorter than the `char(n)` that was named.
    final KeySamples underLength = new KeySamples();
    int longestBlob;
    /// Blobs of the 16 bytes of a UUID.
    long uuidBlobs;

    /// Texts that are words for true or false.
    long booleanWords;
    final KeySamples notBoolean = new KeySamples();
    long uuids;
    /// Texts that are no UUIDs, counted where the type is uuid.
    final KeySamples notUuids = new KeySamples();

    /// Date forms of texts (other than '') and numbers.
    final IsoSummary times = new IsoSummary();
    final EpochGuess epoch = new EpochGuess();
    /// How many digits their seconds need.
    final SecondDigits fractions = new SecondDigits();
    final Map<IsoShape, KeySamples> shapes = new LinkedHashMap<>();
    /// Texts that the clock of the named zone skips, and those that it passes twice.
    final KeySamples gap = new KeySamples();
    final KeySamples overlap = new KeySamples();

    final KeySamples notJson = new KeySamples();
    /// JSON texts whose meaning jsonb would change or that it refuses.
    final KeySamples notForJsonb = new KeySamples();

    final KeySamples nulled = new KeySamples();
    long bytes;

    ColumnProfile(Table.Column column) {
        this.column = column;
        this.declared = DeclaredType.of(column.declaredType(), column.affinity());
        for (StorageClass storageClass : StorageClass.values()) {
            classes[storageClass.code()] = new KeySamples();
        }
    }

    /// The rows whose value is of that class.
    KeySamples of(StorageClass storageClass) {
        return classes[storageClass.code()];
    }

    long nulls() {
        return of(StorageClass.NULL).rows();
    }

    long integers() {
        return of(StorageClass.INTEGER).rows();
    }

    long reals() {
        return of(StorageClass.REAL).rows();
    }

    long texts() {
        return of(StorageClass.TEXT).rows();
    }

    long blobs() {
        return of(StorageClass.BLOB).rows();
    }

    /// How many values are there that are not NULL.
    long values() {
        return integers() + reals() + texts() + blobs();
    }

    /// True where every value that is not NULL is of that class, and there is one.
    boolean only(StorageClass storageClass) {
        return values() > 0 && of(storageClass).rows() == values();
    }

    /// The classes of the values that are not NULL.
    List<StorageClass> present() {
        List<StorageClass> present = new ArrayList<>();
        for (StorageClass storageClass : StorageClass.values()) {
            if (storageClass != StorageClass.NULL && of(storageClass).any()) {
                present.add(storageClass);
            }
        }
        return present;
    }

    /// Texts that PostgreSQL's text cannot hold.
    boolean unholdableText() {
        return nul.any() || invalidUtf8.any();
    }

    /// `2 integer, 1 real, 2 text, 1 blob, 1 null`; classes without a value are left out.
    String counts() {
        List<String> parts = new ArrayList<>();
        count(parts, integers(), "integer");
        count(parts, reals(), "real");
        count(parts, texts(), "text");
        count(parts, blobs(), "blob");
        count(parts, nulls(), "null");
        return parts.isEmpty() ? "no rows" : String.join(", ", parts);
    }

    /// The declared type and what was found: `INTEGER; 2 integer, 1 null`.
    String evidence() {
        String declaredType = column.declaredType().isEmpty() ? "no declared type" : column.declaredType();
        List<String> odd = new ArrayList<>();
        count(odd, infinities, "infinite");
        count(odd, negativeZeros, "minus zero");
        return declaredType + "; " + counts() + (odd.isEmpty() ? "" : "; among them " + String.join(", ", odd));
    }

    private static void count(List<String> parts, long rows, String word) {
        if (rows > 0) {
            parts.add(rows + " " + word);
        }
    }
}
