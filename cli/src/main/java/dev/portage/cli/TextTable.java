package dev.portage.cli;

import java.util.ArrayList;
import java.util.List;

/// A plain table for a terminal: columns as wide as their widest cell, numbers to the right.
final class TextTable {
    private final String[] names;
    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /// @param names the head; a `#` in front puts the column to the right
    TextTable(String... names) {
        this.names = new String[names.length];
        this.right = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            right[i] = names[i].startsWith("#");
            this.names[i] = right[i] ? names[i].substring(1) : names[i];
        }
    }

    void row(String... cells) {
        if (cells.length != names.length) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, names.length));
        }
        rows.add(cells);
    }

    /// The lines, head first, each with two spaces in front and between columns.
    List<String> lines() {
        int[] widths = new int[names.length];
        measure(widths, names);
        rows.forEach(row -> measure(widths, row));
        List<String> lines = new ArrayList<>();
        lines.add(line(widths, names));
        rows.forEach(row -> lines.add(line(widths, row)));
        return lines;
    }

    private static void measure(int[] widths, String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], width(cells[i]));
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private String line(int[] widths, String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String space = " ".repeat(widths[i] - width(cells[i]));
            line.append("  ").append(right[i] ? space + cells[i] : cells[i] + space);
        }
        return line.toString().stripTrailing();
    }
}
