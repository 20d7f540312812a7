package dev.portage.state;

import dev.portage.ConflictException;

/// The row of `portage.control` that says where one migration stands: the truth that survives the work folder.
///
/// @param migrationId SHA-256 over source id and target schema, its first 16 hex digits
/// @param state `copying` until all rows, indexes and constraints are there, `copied` until the verdict, then `moved`
/// @param epoch grows with every change of the writable side, from 1
/// @param writableSide `sqlite`, `none` or `postgresql`
/// @param planHash the plan that the target was made from
/// @param fingerprint the private copy that was loaded
/// @param planText plan.yaml as it was, so that a lost work folder can be made again
/// @param system the system identifier of the cluster where it began; empty where the role could not ask
/// @param timeline the branch of that cluster's history on which it began; empty where it is not known
/// @param applierToken what `portage.applier` must say for a transaction to pass the fence
public record ControlRow(String migrationId, State state, long epoch, String writableSide, String planHash, String fingerprint,
        String planText, String system, String timeline, String applierToken) {

    /// How far an offline move has come.
    public enum State {
        COPYING, COPIED, MOVED;

        /// The word in the table.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static State ofWord(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            throw new ConflictException(425, "the state of this migration in the target is '%s', which this version does not know"
                    .formatted(word), "Nothing was changed; go on with the version of Portage that began it");
        }
    }
}
