/// Named moments of a run, at which a test may stop it as `kill -9` would.
@NullMarked
package dev.portage.moment;

import org.jspecify.annotations.NullMarked;
