/// What one row costs in each inner loop, by JMH. `benchmarks/jmh` runs them; `EncoderBenchmark` as an argument runs one.
///
/// Comparing rows is package-private in the engine; its benchmark is therefore in the package `dev.portage.verify`.
@NullMarked
package dev.portage.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
