package dev.portage.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person asked of the plan as a whole: flags, or the head of plan.yaml.
///
/// @param targetSchema the schema in the target, made if missing
/// @param owner the role that owns what is made; empty: the one that makes it
/// @param types in which types values arrive
/// @param identifiers how names are spelt
/// @param existing what becomes of rows that lie in the target's own tables already
public record PlanOptions(String targetSchema, Optional<String> owner, Types types, Identifiers identifiers, Existing existing) {
    /// The options when nothing was asked, into that schema.
    public static PlanOptions of(String targetSchema) {
        return new PlanOptions(targetSchema, Optional.empty(), Types.NATIVE, Identifiers.PRESERVE, Existing.ABORT);
    }

    /// In which types values arrive.
    public enum Types implements Word {
        /// PostgreSQL's own types where every value fits.
        NATIVE,
        /// Types from which a driver gives back what SQLite gave: date texts stay texts, truth values 0 and 1, JSON text.
        FAITHFUL
    }

    /// How names are spelt.
    public enum Identifiers implements Word {
        /// As they are.
        PRESERVE,
        /// In lower case, as unquoted names of PostgreSQL.
        LOWER,
        /// `AlbumId` as `album_id`.
        SNAKE
    }

    /// What becomes of rows that lie in the target's own tables already.
    public enum Existing implements Word {
        /// Nothing is copied.
        ABORT,
        /// They stay beside the copied ones.
        APPEND,
        /// They are kept aside in schema `portage`, and the copied ones take their place.
        REPLACE
    }

    /// A choice that a flag and plan.yaml name by a word.
    public interface Word {
        /// The constant's name.
        String name();

        /// The word: the constant's name in lower case.
        default String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The constant of that word; empty where there is none.
        static <E extends Enum<E> & Word> Optional<E> find(Class<E> type, String word) {
            return Arrays.stream(type.getEnumConstants()).filter(each -> each.word().equals(word)).findFirst();
        }

        /// All words of a choice, in order.
        static <E extends Enum<E> & Word> List<String> words(Class<E> type) {
            return Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
        }
    }

    /// The options with which flags of the command line go before those of plan.yaml; what is empty was not asked.
    public record Asked(Optional<String> schema, Optional<String> owner, Optional<Types> types, Optional<Identifiers> identifiers,
            Optional<Existing> existing) {
        /// Nothing was asked.
        public static final Asked NOTHING = new Asked(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());

        /// Asked for that schema only.
        public static Asked ofSchema(String schema) {
            return new Asked(Optional.of(schema), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /// `base` with what was asked in its place.
        public PlanOptions over(PlanOptions base) {
            return new PlanOptions(schema.orElse(base.targetSchema()), owner.or(base::owner), types.orElse(base.types()),
                    identifiers.orElse(base.identifiers()), existing.orElse(base.existing()));
        }
    }
}
