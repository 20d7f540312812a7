package dev.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashSorterTest {
    @TempDir
    Path folder;

    @Test
    void hashes_come_back_in_order_with_their_duplicates_and_leave_no_file() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        List<List<Long>> wanted = new ArrayList<>();
        List<List<Long>> found = new ArrayList<>();
        try (var sorter = new HashSorter(folder, 100)) {
            for (int i = 0; i < 10_050; i++) {
                long high = random.nextInt(-50, 50);
                long low = random.nextInt(-3, 3);
                wanted.add(List.of(high, low));
                sorter.add(high, low);
            }
            sorter.sort();
            for (var head = sorter.next(); head.there(); head = sorter.next()) {
                found.add(List.of(head.high(), head.low()));
            }
        }

        wanted.sort((a, b) -> a.get(0).equals(b.get(0)) ? a.get(1).compareTo(b.get(1)) : a.get(0).compareTo(b.get(0)));
        assertThat(found).isEqualTo(wanted);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
