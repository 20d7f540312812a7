/// Freezes a private copy of the source, with a fingerprint.
@NullMarked
package dev.portage.snapshot;

import org.jspecify.annotations.NullMarked;
