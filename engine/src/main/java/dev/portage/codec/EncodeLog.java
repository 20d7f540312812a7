package dev.portage.codec;

import dev.portage.schema.StorageClass;
import dev.portage.source.SqliteValue;

/// Hears what a codec could not keep in the column alone.
///
/// Both calls come while a field is written, for the row at which the cursor stands; the listener knows row and column.
public interface EncodeLog {
    /// A value, or its exact form, arrives changed because the plan says so.
    enum Loss {
        /// A text of `nullIf` became NULL.
        NULL_IF("became NULL by rule"),
        /// A number or a fraction of a second was rounded.
        ROUNDED("rounded"),
        /// A text was cut to the type's length.
        TRUNCATED("cut to the type's length"),
        /// U+0000 was removed or invalid UTF-8 replaced by U+FFFD.
        STRIPPED("characters removed or replaced"),
        /// Invalid UTF-8 was read in another encoding.
        TRANSCODED("read in another encoding"),
        /// A wall-clock time that the zone skips was moved forward.
        ZONE_GAP("wall-clock time does not exist in the zone, moved forward"),
        /// A wall-clock time that the zone has twice was taken as the first; its text can be written again.
        ZONE_OVERLAP("wall-clock time occurs twice in the zone, taken as the first"),
        /// An offset other than the written zero is gone; the instant is kept.
        OFFSET("the offset is not kept, the instant is"),
        /// The value is kept, its spelling is not (case of a UUID, one of several boolean words, digits of a fraction).
        REFORMATTED("the value is kept, its spelling is not");

        private final String meaning;

        Loss(String meaning) {
            this.meaning = meaning;
        }

        /// What happened, for reports.
        public String meaning() {
            return meaning;
        }
    }

    /// Counts one value for which `loss` happened.
    void lost(Loss loss);

    /// The column alone does not give the value back (its class, or the value itself, the column then being NULL): it
    /// belongs into the quarantine, which wins over the column on the way back.
    ///
    /// @param value lives as long as the cursor stands on its row; what is kept longer is copied
    void quarantine(StorageClass storageClass, SqliteValue value);
}
