package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.moment.Moment;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every named moment has its place in the compiled program. [CrashMatrixIT] shows that a command comes by there.
class MomentsTest {
    private static final List<String> COMMITTED = List.of("primary key", "unique", "index", "check", "foreign key", "validation",
            "function", "trigger", "view", "own foreign key", "own validation");
    private static final List<String> MADE = List.of("table", "column");

    @Test
    void every_moment_is_told_somewhere() throws IOException {
        Set<Moment> told = EnumSet.noneOf(Moment.class);
        for (String classes : List.of("target/classes", "../engine/target/classes")) {
            try (Stream<Path> files = Files.walk(Path.of(classes))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    look(file, told);
                }
            }
        }
        COMMITTED.forEach(kind -> told.addAll(Set.of(of(kind, "_COMMITS"), of(kind, "_COMMITTED"))));
        MADE.forEach(kind -> told.add(of(kind, "_MADE")));

        assertThat(told).isEqualTo(EnumSet.allOf(Moment.class));
    }

    private static Moment of(String kind, String ending) {
        return Moment.valueOf(kind.toUpperCase(Locale.ROOT).replace(' ', '_') + ending);
    }

    private static void look(Path file, Set<Moment> told) throws IOException {
        var model = ClassFile.of().parse(file);
        if (model.thisClass().asInternalName().equals("dev/portage/moment/Moment")) {
            return;
        }
        for (var entry : model.constantPool()) {
            if (entry instanceof FieldRefEntry field && field.owner().asInternalName().equals("dev/portage/moment/Moment")) {
                told.add(Moment.valueOf(field.name().stringValue()));
            }
        }
    }
}
