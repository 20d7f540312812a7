package dev.portage.cli;

import dev.portage.UnreachableException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The standard output, in UTF-8, which remembers that something could not be written. A [PrintStream] alone says nothing
/// of a full disk.
///
/// Threads: safe for all.
final class ResultStream extends PrintStream {
    private final Watched watched;

    private ResultStream(Watched watched) {
        super(watched, true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /// The standard output of this process.
    static ResultStream ofProcess() {
        return new ResultStream(new Watched());
    }

    /// PT-391 where a part of the output was lost. A reader that closed its end, as `head` does, wanted no more: that is
    /// no failure.
    Optional<UnreachableException> failure() {
        flush();
        IOException failure = watched.failure;
        if (failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return Optional.empty();
        }
        return Optional.of(new UnreachableException(391,
                "the result could not be written to the standard output (%s)".formatted(failure.getMessage()),
                "What the command did stays done; its report is in the work folder, and the same command again shows it",
                failure));
    }

    private static final class Watched extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        private Watched() {
            super(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            noting(() -> out.write(bytes, from, length));
        }

        @Override
        public void flush() throws IOException {
            noting(out::flush);
        }

        private void noting(Step step) throws IOException {
            try {
                step.run();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                }
                throw e;
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
