package dev.portage.target;

/// A password. It has no printable form, so that it cannot reach a log, a report or a message by accident.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Wraps a password.
    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The password itself, for the one place that hands it to the driver.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
