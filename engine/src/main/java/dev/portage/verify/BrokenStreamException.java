package dev.portage.verify;

/// What PostgreSQL sent is not what its binary COPY format says; becomes "could not verify".
final class BrokenStreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenStreamException(String message) {
        super(message);
    }
}
