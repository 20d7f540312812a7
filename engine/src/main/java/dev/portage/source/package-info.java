/// Where rows come from: SQLite files, opened defensively, and their rows in order.
@NullMarked
package dev.portage.source;

import org.jspecify.annotations.NullMarked;
