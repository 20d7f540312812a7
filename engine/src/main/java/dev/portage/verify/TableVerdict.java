package dev.portage.verify;

import java.util.List;

/// What the comparison of one table gave.
public sealed interface TableVerdict {
    /// Every row and every value is the same on both sides.
    ///
    /// @param rows how many rows were read on each side
    record Equal(long rows) implements TableVerdict {}

    /// The sides differ.
    ///
    /// @param rows rows read from the source
    /// @param targetRows rows read from the target
    /// @param count all differences
    /// @param differences the first 1,000 of them
    record Different(long rows, long targetRows, long count, List<Difference> differences) implements TableVerdict {
        public Different {
            differences = List.copyOf(differences);
        }
    }

    /// The comparison did not come to its end; never to be read as equal.
    ///
    /// @param reason what happened, as one clause
    record Unverified(String reason) implements TableVerdict {}
}
