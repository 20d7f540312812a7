package dev.portage.cli;

/// The few colours of the terminal; none where nobody would see them.
enum Palette {
    PLAIN, COLOURED;

    String good(String text) {
        return dress("32", text);
    }

    String bad(String text) {
        return dress("31", text);
    }

    String open(String text) {
        return dress("33", text);
    }

    String strong(String text) {
        return dress("1", text);
    }

    String faint(String text) {
        return dress("2", text);
    }

    /// The text in the colour of a verdict's tone: `good`, `open`, `bad`.
    String tone(String tone, String text) {
        return switch (tone) {
            case "good" -> good(text);
            case "open" -> open(text);
            default -> bad(text);
        };
    }

    private String dress(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
