package dev.portage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Writes tests that were skipped, and are not listed in `allowed-skips.txt`, to `target/skipped-tests.txt`; the build
/// fails at `verify` when that file is there. A skipped test proves nothing, and nobody notices it.
public final class SkippedTests implements TestExecutionListener {
    private final Path file;
    private final Set<String> allowed;

    /// As the launcher makes it.
    public SkippedTests() {
        this(Path.of("target", "skipped-tests.txt"), allowedSkips());
    }

    SkippedTests(Path file, Set<String> allowed) {
        this.file = file;
        this.allowed = allowed;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        record(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            record(test, result.getThrowable().map(Throwable::getMessage).orElse("aborted"));
        }
    }

    private void record(TestIdentifier test, String reason) {
        String name = test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(method -> method.getClassName() + "#" + method.getMethodName()).orElse(test.getUniqueId());
        if (allowed.contains(name)) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, name + ": " + reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException("a skipped test could not be noted: " + name, e);
        }
    }

    private static Set<String> allowedSkips() {
        try (InputStream in = SkippedTests.class.getResourceAsStream("/allowed-skips.txt")) {
            if (in == null) {
                return Set.of();
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IllegalStateException("allowed-skips.txt cannot be read", e);
        }
    }
}
