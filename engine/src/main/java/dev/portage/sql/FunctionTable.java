package dev.portage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every function that SQLite documents or lists as its own: how it is translated, or why it is not.
///
/// Source: sqlite.org/lang_corefunc.html, lang_datefunc.html, lang_mathfunc.html, json1.html, lang_aggfunc.html,
/// windowfunctions.html, fts3.html, fts5.html, rtree.html, percentile.html, and `PRAGMA function_list`.
public final class FunctionTable {
    /// In the order of their names within each family.
    public static final List<Entry> ENTRIES = entries();

    /// The operators, in SQLite's spelling.
    public static final List<Operator> OPERATORS = FunctionEntries.OPERATORS;

    private static final Map<String, Entry> BY_NAME = byName();

    private FunctionTable() {}

    /// Where SQLite describes a function.
    public enum Family {
        /// lang_corefunc.html.
        CORE("Core functions"),
        /// lang_datefunc.html.
        DATE("Dates and times"),
        /// lang_mathfunc.html.
        MATH("Mathematics"),
        /// json1.html.
        JSON("JSON"),
        /// lang_aggfunc.html and windowfunctions.html: no CHECK, DEFAULT, generated column or index may hold them.
        AGGREGATE("Aggregates and windows"),
        /// Functions of full-text and spatial indexes.
        MODULE("Full-text and spatial indexes");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /// Its heading.
        public String title() {
            return title;
        }
    }

    /// One function.
    ///
    /// @param name in lower case
    /// @param translation the expression of PostgreSQL; empty for one that is not translated
    /// @param note the limits of a translation, perhaps empty, or the reason for having none
    public record Entry(String name, Family family, Optional<String> translation, String note) {}

    /// One operator: what is written for it, or why nothing is.
    public record Operator(String sqlite, String postgres, String note) {}

    /// The functions that are translated where their arguments allow it.
    public static List<Entry> translated() {
        return ENTRIES.stream().filter(e -> e.translation().isPresent()).toList();
    }

    /// The functions that are named only.
    public static List<Entry> named() {
        return ENTRIES.stream().filter(e -> e.translation().isEmpty()).toList();
    }

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (Family family : Family.values()) {
            var sorted = new TreeMap<String, Entry>();
            for (Entry entry : FunctionEntries.of(family)) {
                if (sorted.put(entry.name(), entry) != null) {
                    throw new IllegalStateException(entry.name() + " is there twice");
                }
            }
            entries.addAll(sorted.values());
        }
        return List.copyOf(entries);
    }

    private static Map<String, Entry> byName() {
        var names = new TreeMap<String, Entry>();
        ENTRIES.forEach(e -> names.put(e.name(), e));
        return Map.copyOf(names);
    }
}
