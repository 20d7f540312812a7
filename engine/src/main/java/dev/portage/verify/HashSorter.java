package dev.portage.verify;

import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import dev.portage.source.DiskFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Any number of 128-bit hashes in order, in 8 MB of memory: sorted runs in files, merged when they are read.
///
/// Threads: one at a time.
final class HashSorter implements AutoCloseable {
    private final int capacity;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final long[] buffer;
    private int filled;
    private final PriorityQueue<Run> queue = new PriorityQueue<>();

    /// @param capacity how many hashes are kept in memory
    HashSorter(Path folder, int capacity) {
        this.folder = folder;
        this.capacity = capacity;
        this.buffer = new long[capacity * 2];
    }

    void add(long high, long low) {
        if (filled == capacity) {
            spill();
        }
        buffer[2 * filled] = high;
        buffer[2 * filled + 1] = low;
        filled++;
    }

    private void spill() {
        PairSort.sort(buffer, filled);
        try {
            Path file = DiskFiles.temporary(folder, "hashes", ".run");
            files.add(file);
            try (var out = new DataOutputStream(new BufferedOutputStream(DiskFiles.writing(file), 1 << 16))) {
                for (int i = 0; i < 2 * filled; i++) {
                    out.writeLong(buffer[i]);
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
        filled = 0;
        Moment.HASHES_SPILLED.reached();
    }

    private UnreachableException failed(IOException e) {
        return new UnreachableException(372, "hashes of rows could not be kept in %s (%s)".formatted(folder, e.getMessage()),
                "Nothing was changed; make room, then run the same command again", e);
    }

    /// Ends the adding; then [#next] gives the hashes in order.
    void sort() {
        PairSort.sort(buffer, filled);
        add(new MemoryRun());
        for (Path file : files) {
            try {
                add(new FileRun(file));
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private void add(Run run) {
        runs.add(run);
        if (step(run)) {
            queue.add(run);
        }
    }

    private boolean step(Run run) {
        try {
            return run.next();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// The smallest hash that is left; one that is not there after the last.
    Head next() {
        Run head = queue.poll();
        if (head == null) {
            return Head.END;
        }
        Head smallest = new Head(true, head.high, head.low);
        if (step(head)) {
            queue.add(head);
        }
        return smallest;
    }

    /// One hash.
    ///
    /// @param there false after the last one
    record Head(boolean there, long high, long low) {
        static final Head END = new Head(false, 0, 0);

        /// The order of hashes, with the end after all.
        int compare(Head other) {
            if (there != other.there) {
                return there ? -1 : 1;
            }
            int order = Long.compare(high, other.high);
            return order != 0 ? order : Long.compare(low, other.low);
        }
    }

    /// Closes and deletes the files.
    @Override
    public void close() {
        IOException first = null;
        for (Run run : runs) {
            try {
                run.close();
            } catch (IOException e) {
                first = e;
            }
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                first = e;
            }
        }
        if (first != null) {
            throw failed(first);
        }
    }

    private abstract static class Run implements Comparable<Run> {
        long high;
        long low;

        abstract boolean next() throws IOException;

        abstract void close() throws IOException;

        @Override
        public int compareTo(Run other) {
            int order = Long.compare(high, other.high);
            return order != 0 ? order : Long.compare(low, other.low);
        }
    }

    private final class MemoryRun extends Run {
        private int at;

        @Override
        boolean next() {
            if (at == filled) {
                return false;
            }
            high = buffer[2 * at];
            low = buffer[2 * at + 1];
            at++;
            return true;
        }

        @Override
        void close() {}
    }

    private static final class FileRun extends Run {
        private final DataInputStream in;
        private long left;

        FileRun(Path file) throws IOException {
            left = Files.size(file) / (2 * Long.BYTES);
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file, StandardOpenOption.READ), 1 << 14));
        }

        @Override
        boolean next() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            high = in.readLong();
            low = in.readLong();
            return true;
        }

        @Override
        void close() throws IOException {
            in.close();
        }
    }
}
