package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Verification decodes by itself: it reads what was planned, and uses nothing of the package of the encoder.
class ExpectationIndependenceTest {
    private static final Pattern USED = Pattern.compile("dev/portage/([a-z]+)/[A-Z][A-Za-z]*");

    @Test
    void verification_uses_nothing_of_the_encoder() throws IOException {
        Set<String> used = new TreeSet<>();
        List<Path> classes;
        try (Stream<Path> files = Files.list(Path.of("target/classes/dev/portage/verify"))) {
            classes = files.filter(path -> path.toString().endsWith(".class")).toList();
        }
        for (Path file : classes) {
            for (var entry : ClassFile.of().parse(file).constantPool()) {
                switch (entry) {
                    case ClassEntry name -> collect(name.asInternalName(), used);
                    case Utf8Entry text -> collect(text.stringValue(), used);
                    default -> {}
                }
            }
        }

        assertThat(classes).hasSizeGreaterThan(20);
        assertThat(used).contains("mapping", "plan", "source", "verify").doesNotContain("codec", "copy");
    }

    private static void collect(String text, Set<String> used) {
        Matcher matcher = USED.matcher(text);
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
    }
}
