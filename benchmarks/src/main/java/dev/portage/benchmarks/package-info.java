/// Measures a move from end to end beside the least that PostgreSQL needs, pgloader and a pipe of psql.
///
/// Start reading at [EndToEnd]. One [Contestant] is one way of carrying the rows; a [Comparison] lets them take turns on one
/// [Server]; a [Results] is what is written to `benchmarks/results/`.
@NullMarked
package dev.portage.benchmarks;

import org.jspecify.annotations.NullMarked;
