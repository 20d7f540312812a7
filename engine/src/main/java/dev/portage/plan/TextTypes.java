package dev.portage.plan;

import dev.portage.ConfigException;
import dev.portage.mapping.TargetType;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.StorageClass;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Types of columns that hold text.
final class TextTypes {
    private static final int LONGEST_VARCHAR = 10_485_760;
    private static final List<String> NUL_CHOICES = List.of("bytea", "escape", "quarantine", "strip");
    private static final List<String> UTF8_CHOICES = List.of("bytea", "transcode", "escape", "quarantine", "strip");
    /// A key may neither lose a value nor merge two.
    private static final List<String> KEY_CHOICES = List.of("bytea", "escape");

    private TextTypes() {}

    /// A column of TEXT affinity.
    static Chosen choose(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        if (profile.only(StorageClass.BLOB)) {
            return MixedClasses.unlikeDeclared(question);
        }
        TargetType type = type(question);
        if (profile.values() > profile.texts()) {
            return MixedClasses.choose(question, type, StorageClass.TEXT);
        }
        return texts(question, type);
    }

    /// Texts only: as they are, unless PostgreSQL's text cannot hold some of them.
    static Chosen texts(ColumnQuestion question, TargetType type) {
        return texts(question, type, _ -> true);
    }

    /// The same where only some of the answers are possible; at least one of those for a key must be.
    static Chosen texts(ColumnQuestion question, TargetType type, Predicate<String> possible) {
        ColumnProfile profile = question.profile();
        Optional<Chosen> nul = profile.nul.any() ? Optional.of(nul(question, type, possible)) : Optional.empty();
        Optional<Chosen> utf8 = profile.invalidUtf8.any() ? Optional.of(utf8(question, type, possible)) : Optional.empty();
        if (nul.isPresent() && utf8.isPresent() && !nul.get().form().equals(utf8.get().form())) {
            return both(question, nul.get(), utf8.get());
        }
        return nul.or(() -> utf8).orElseGet(() -> Chosen.plain(type));
    }

    static String nulMessage(ColumnQuestion question) {
        return "%d of %d texts in %s hold U+0000, which PostgreSQL's text cannot".formatted(question.profile().nul.rows(),
                question.profile().texts(), question.name());
    }

    static String invalidMessage(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        return "%d of %d texts in %s are not valid Unicode, the first at byte %d of its row's value"
                .formatted(profile.invalidUtf8.rows(), profile.texts(), question.name(), profile.firstInvalidOffset);
    }

    private static TargetType type(ColumnQuestion question) {
        ColumnProfile profile = question.profile();
        int limit = profile.declared.first();
        if (profile.declared.meaning() != DeclaredType.Meaning.LIMITED_TEXT || limit > LONGEST_VARCHAR) {
            return TargetType.of(TargetType.Kind.TEXT);
        }
        if (profile.overLength.any()) {
            question.tell(HazardCode.VARCHAR_OVERFLOW, HazardList.Rows.of(profile.overLength),
                    "texts in %s that are longer than %s allows: %d, the longest of %d characters; the column becomes text"
                            .formatted(question.name(), profile.column.declaredType(), profile.overLength.rows(),
                                    profile.longestCharacters));
            return TargetType.of(TargetType.Kind.TEXT);
        }
        return TargetType.varchar(limit);
    }

    private static Chosen nul(ColumnQuestion question, TargetType type, Predicate<String> possible) {
        String answer = question.ask(HazardCode.NUL_IN_TEXT, HazardList.Rows.of(question.profile().nul), nulMessage(question),
                offered(question.key() ? KEY_CHOICES : NUL_CHOICES, possible), question.choice().nul());
        return answer(question, answer, type, question.profile().nul);
    }

    private static Chosen utf8(ColumnQuestion question, TargetType type, Predicate<String> possible) {
        String answer = question.ask(HazardCode.INVALID_UTF8, HazardList.Rows.of(question.profile().invalidUtf8),
                invalidMessage(question), offered(question.key() ? KEY_CHOICES : UTF8_CHOICES, possible),
                question.choice().invalidUtf8());
        return answer(question, answer, type, question.profile().invalidUtf8);
    }

    private static List<String> offered(List<String> all, Predicate<String> possible) {
        return all.stream().filter(possible).toList();
    }

    /// The type and form that an answer to `nul-in-text` or `invalid-utf8` means for a column of that type.
    static Chosen answer(ColumnQuestion question, String answer, TargetType type, KeySamples rows) {
        return switch (answer) {
            case "bytea" -> Chosen.of(TargetType.Kind.BYTEA, new ValueForm.TextBytes());
            case "escape" -> Chosen.of(TargetType.Kind.TEXT, new ValueForm.Escaped());
            case "quarantine" -> Chosen.quarantined(type);
            case "strip" -> {
                question.tell(HazardCode.OVERRIDE_LOSSY, HazardList.Rows.of(rows),
                        "%d texts in %s lose what PostgreSQL cannot hold".formatted(rows.rows(), question.name()));
                yield Chosen.of(TargetType.Kind.TEXT, new ValueForm.Stripped());
            }
            default -> {
                Charset charset = charset(question, answer);
                question.tell(HazardCode.ROLLBACK_LOSSY, HazardList.Rows.of(rows),
                        "%d texts in %s are read as %s; their bytes cannot be written again from the column alone"
                                .formatted(rows.rows(), question.name(), charset.name()));
                yield Chosen.of(TargetType.Kind.TEXT, new ValueForm.Transcoded(charset));
            }
        };
    }

    private static Charset charset(ColumnQuestion question, String answer) {
        if (!answer.contains(":")) {
            return StandardCharsets.ISO_8859_1;
        }
        String name = answer.substring(answer.indexOf(':') + 1);
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ConfigException(108, "the character set '%s' of %s is not known".formatted(name, question.name()),
                    "Nothing was written; name one such as ISO-8859-1 or windows-1252 and run the same command again", e);
        }
    }

    // Bytes and escapes hold both kinds of trouble; the quarantine takes what does not fit; the other two do not meet.
    private static Chosen both(ColumnQuestion question, Chosen nul, Chosen utf8) {
        for (Class<?> form : List.of(ValueForm.TextBytes.class, ValueForm.Escaped.class, ValueForm.Quarantined.class)) {
            for (Chosen chosen : List.of(nul, utf8)) {
                if (form.isInstance(chosen.form())) {
                    return chosen;
                }
            }
        }
        throw new ConfigException(108, "%s holds both U+0000 and invalid UTF-8, and strip with transcode cannot be combined"
                .formatted(question.name()), "Nothing was written; choose bytea, escape or quarantine for one of them");
    }
}
