/// Moves the frozen rows in parallel, then builds indexes and constraints.
@NullMarked
package dev.portage.copy;

import org.jspecify.annotations.NullMarked;
