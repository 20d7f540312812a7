package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
    private static final Pattern MADE = Pattern.compile("new (\\w+Exception)\\(\\s*(\\d{3}),");
    private static final Pattern NAMED = Pattern.compile("\"PT-(\\d{3})\"");

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path folder : List.of(Path.of("src/main/java"), Path.of("../cli/src/main/java"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    @Test
    void every_number_in_the_code_is_in_the_table() throws Exception {
        Set<Integer> known = ErrorCodes.ALL.stream().map(ErrorCodes.Entry::number).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();

        int found = 0;
        for (Path source : sources()) {
            String text = Files.readString(source);
            for (Pattern pattern : List.of(MADE, NAMED)) {
                Matcher matcher = pattern.matcher(text);
                while (matcher.find()) {
                    found++;
                    int number = Integer.parseInt(matcher.group(matcher.groupCount()));
                    if (!known.contains(number)) {
                        missing.add("%d in %s".formatted(number, source.getFileName()));
                    }
                }
            }
        }

        assertThat(found).isGreaterThan(60);
        assertThat(missing).as("add these to ErrorCodes, and type dev/docs").isEmpty();
    }

    @Test
    void every_exception_has_a_number_of_its_own_family() throws Exception {
        List<String> wrong = new ArrayList<>();

        for (Path source : sources()) {
            Matcher matcher = MADE.matcher(Files.readString(source));
            while (matcher.find()) {
                if (!ErrorCodes.family(Integer.parseInt(matcher.group(2))).type().equals(matcher.group(1))) {
                    wrong.add(matcher.group() + " in " + source.getFileName());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void the_table_is_in_order_and_names_each_number_once() {
        assertThat(ErrorCodes.ALL.stream().map(ErrorCodes.Entry::number)).doesNotHaveDuplicates().isSorted();
        assertThat(ErrorCodes.ALL).allSatisfy(entry -> {
            assertThat(entry.exitCode()).isPositive();
            assertThat(entry.when() + entry.next()).doesNotContain(".  ");
        });
    }
}
