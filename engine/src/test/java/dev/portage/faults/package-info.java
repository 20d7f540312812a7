/// Plants faults in whole moves, and shows that each is told, leaves nothing open, and is mended by the same command.
@NullMarked
package dev.portage.faults;

import org.jspecify.annotations.NullMarked;
