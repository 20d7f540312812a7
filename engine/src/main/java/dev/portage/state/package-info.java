/// What survives a crash.
@NullMarked
package dev.portage.state;

import org.jspecify.annotations.NullMarked;
