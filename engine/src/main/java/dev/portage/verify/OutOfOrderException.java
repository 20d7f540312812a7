package dev.portage.verify;

/// A side did not arrive in the order of the key as the merge compares it: texts of a UTF-16 file, times with several
/// offsets, NULL in a key.
final class OutOfOrderException extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfOrderException() {
        super("the keys are not in order", null, false, false);
    }
}
