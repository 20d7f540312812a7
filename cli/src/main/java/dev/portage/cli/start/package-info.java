/// What the launcher runs once on a machine so that later starts are quick.
@NullMarked
package dev.portage.cli.start;

import org.jspecify.annotations.NullMarked;
