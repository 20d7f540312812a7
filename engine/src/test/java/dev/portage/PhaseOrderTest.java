package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The order of packages, kept true on the compiled classes: what lies below uses nothing above it, and a phase never
/// uses a later one.
class PhaseOrderTest {
    /// From the bottom up. A package may use those before it.
    private static final List<String> ORDER = List.of("moment", "schema", "mapping", "sql", "source", "codec", "state", "observe",
            "target",
            "plan",
            "snapshot",
            "copy", "verify", "follow", "cutover", "rollback");
    private static final Pattern PACKAGE = Pattern.compile("dev/portage/([a-z]+)/[A-Z]\\w*");
    /// What every package may use of the root, beside the exceptions; all else there is the migration itself.
    private static final Set<String> FOR_ALL = Set.of("Phase", "Results");
    private static final Pattern ROOT = Pattern.compile("L?dev/portage/([A-Z]\\w*)");

    @Test
    void no_package_uses_a_later_one() throws IOException {
        Map<String, Set<String>> broken = new TreeMap<>();
        try (Stream<Path> classes = Files.walk(Path.of("target/classes/dev/portage"))) {
            for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                look(ClassFile.of().parse(file), broken);
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_package_has_its_place_in_the_order() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target/classes/dev/portage"))) {
            List<String> packages = folders.filter(Files::isDirectory).map(folder -> String.valueOf(folder.getFileName()))
                    .toList();
            assertThat(ORDER).containsAll(packages);
        }
    }

    @Test
    void a_planted_edge_is_found() throws IOException {
        Map<String, Set<String>> broken = new TreeMap<>();

        look("dev/portage/plan/Planted", "dev/portage/verify/Verifier", broken);

        assertThat(broken).containsKey("dev/portage/plan/Planted");
    }

    private static void look(ClassModel model, Map<String, Set<String>> broken) {
        String self = model.thisClass().asInternalName();
        for (var entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry used -> look(self, used.asInternalName(), broken);
                case Utf8Entry text -> {
                    Matcher matcher = PACKAGE.matcher(text.stringValue());
                    while (text.stringValue().startsWith("(") && matcher.find()) {
                        look(self, matcher.group(), broken);
                    }
                }
                default -> {}
            }
        }
    }

    private static void look(String self, String used, Map<String, Set<String>> broken) {
        Matcher own = PACKAGE.matcher(self);
        Matcher other = PACKAGE.matcher(used);
        if (!own.lookingAt()) {
            return;
        }
        boolean later = other.lookingAt() && ORDER.indexOf(other.group(1)) > ORDER.indexOf(own.group(1));
        Matcher root = ROOT.matcher(used);
        boolean migration = root.matches() && !root.group(1).endsWith("Exception") && !FOR_ALL.contains(root.group(1));
        if (later || migration) {
            broken.computeIfAbsent(self, _ -> new TreeSet<>()).add(used);
        }
    }
}
