package dev.portage;

/// Checks that an error's number lies in its type's range.
final class Numbers {
    private Numbers() {}

    static int within(int number, int low, int high) {
        if (number < low || number > high) {
            throw new IllegalArgumentException("error number %d is outside %d..%d".formatted(number, low, high));
        }
        return number;
    }
}
