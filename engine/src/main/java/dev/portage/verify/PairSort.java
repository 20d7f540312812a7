package dev.portage.verify;

/// Sorts pairs of numbers that lie one behind the other in an array, without an object a pair.
///
/// Quicksort with the median of three; the pairs are hashes, so that no input makes it slow, and equal ones are parted
/// evenly because the scans stop at them.
final class PairSort {
    private static final int SMALL = 24;

    private PairSort() {}

    /// Sorts the first `pairs` pairs by their first and then their second number.
    static void sort(long[] array, int pairs) {
        sort(array, 0, pairs - 1);
    }

    private static void sort(long[] array, int from, int to) {
        int low = from;
        int high = to;
        while (high - low >= SMALL) {
            int split = partition(array, low, high);
            if (split - low < high - split) {
                sort(array, low, split);
                low = split + 1;
            } else {
                sort(array, split + 1, high);
                high = split;
            }
        }
        insertion(array, low, high);
    }

    private static int partition(long[] array, int low, int high) {
        int middle = (low + high) >>> 1;
        order(array, low, middle);
        order(array, low, high);
        order(array, middle, high);
        long first = array[2 * middle];
        long second = array[2 * middle + 1];
        int left = low - 1;
        int right = high + 1;
        while (true) {
            do {
                left++;
            } while (compare(array, left, first, second) < 0);
            do {
                right--;
            } while (compare(array, right, first, second) > 0);
            if (left >= right) {
                return right;
            }
            swap(array, left, right);
        }
    }

    private static void insertion(long[] array, int low, int high) {
        for (int i = low + 1; i <= high; i++) {
            for (int j = i; j > low && compare(array, j - 1, array[2 * j], array[2 * j + 1]) > 0; j--) {
                swap(array, j - 1, j);
            }
        }
    }

    private static void order(long[] array, int left, int right) {
        if (compare(array, left, array[2 * right], array[2 * right + 1]) > 0) {
            swap(array, left, right);
        }
    }

    private static int compare(long[] array, int pair, long first, long second) {
        int order = Long.compare(array[2 * pair], first);
        return order != 0 ? order : Long.compare(array[2 * pair + 1], second);
    }

    private static void swap(long[] array, int left, int right) {
        long first = array[2 * left];
        long second = array[2 * left + 1];
        array[2 * left] = array[2 * right];
        array[2 * left + 1] = array[2 * right + 1];
        array[2 * right] = first;
        array[2 * right + 1] = second;
    }
}
