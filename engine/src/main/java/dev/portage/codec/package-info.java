/// One value from its source form to PostgreSQL's form and back.
///
/// | what | type |
/// |---|---|
/// | how a column is mapped | [ColumnMapping]: [TargetType] and [ValueForm] |
/// | there, value by value | [ColumnCodec] into a [CopyBinaryWriter], with an [EncodeLog] |
/// | back | [CopyBinaryReader] and [InverseCodec] |
/// | what a value is, for the plan | [IsoSummary], [EpochGuess], [JsonFacts], [Utf8], [RestoredClass] |
///
/// Start reading at [ColumnCodec].
@NullMarked
package dev.portage.codec;

import dev.portage.mapping.TargetType;

import org.jspecify.annotations.NullMarked;
