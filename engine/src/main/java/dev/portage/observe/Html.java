package dev.portage.observe;

/// HTML under construction: markup is written as it is, text only through [#text].
///
/// Threads: one.
final class Html {
    private final StringBuilder page = new StringBuilder(16_384);

    /// Appends markup. Never called with anything that comes from a database.
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /// Appends text, escaped for element content and for quoted attributes.
    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /// Appends `<tag class="…">text</tag>`.
    Html element(String tag, String cssClass, String text) {
        open(tag, cssClass);
        return text(text).raw("</").raw(tag).raw(">");
    }

    /// Appends `<tag class="…">`, or `<tag>` for an empty class.
    Html open(String tag, String cssClass) {
        raw("<").raw(tag);
        if (!cssClass.isEmpty()) {
            raw(" class=\"").raw(cssClass).raw("\"");
        }
        return raw(">");
    }

    /// Appends a table cell; narrow screens show `label` in front of it.
    Html cell(String label, String cssClass, String text) {
        raw("<td data-label=\"").text(label).raw("\"");
        if (!cssClass.isEmpty()) {
            raw(" class=\"").raw(cssClass).raw("\"");
        }
        return raw(">").element("bdi", "", text).raw("</td>");
    }

    /// Appends a head row.
    Html headRow(String... names) {
        raw("<thead><tr>");
        for (String name : names) {
            boolean number = name.startsWith("#");
            raw(number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").text(number ? name.substring(1) : name)
                    .raw("</th>");
        }
        return raw("</tr></thead>");
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String visible = Visible.of(text);
        for (int i = 0; i < visible.length(); i++) {
            switch (visible.charAt(i)) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(visible.charAt(i));
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
