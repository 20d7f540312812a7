/// How the values of a column become another type's: types, forms and patterns. Data only, no conversion: both the encoder
/// and the verifier read it, and neither reads the other.
@NullMarked
package dev.portage.mapping;

import org.jspecify.annotations.NullMarked;
