/// The database of the first try.
@NullMarked
package dev.portage.cli.demo;

import org.jspecify.annotations.NullMarked;
