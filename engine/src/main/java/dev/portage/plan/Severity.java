package dev.portage.plan;

import java.util.Locale;

/// How much a hazard asks of a person.
public enum Severity {
    /// A person must choose; nothing is made in the target before.
    BLOCKER,
    /// Every value is kept, but somebody must know.
    WARNING,
    /// Information.
    NOTE;

    /// The word in reports: `blocker`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
