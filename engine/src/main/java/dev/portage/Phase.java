package dev.portage;

import java.util.Locale;

/// One of the seven phases of a migration, in order.
///
/// The same word is the Java package, the command, the numbered folder in the work directory, the page
/// `docs/phases/N-word.md` and the label in metrics and logs.
public enum Phase {
    PLAN, SNAPSHOT, COPY, VERIFY, FOLLOW, CUTOVER, ROLLBACK;

    /// The word itself, in lower case: `copy`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The position in the order, 1..7.
    public int number() {
        return ordinal() + 1;
    }

    /// The name of the phase's folder in the work directory: `3-copy`.
    public String folder() {
        return number() + "-" + word();
    }
}
