/// Writes the reference pages from the code, so that they cannot be wrong.
@NullMarked
package dev.portage.cli.docs;

import org.jspecify.annotations.NullMarked;
