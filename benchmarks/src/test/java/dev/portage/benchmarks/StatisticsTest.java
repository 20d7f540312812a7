package dev.portage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void the_median_of_an_odd_number_is_the_one_in_the_middle_whatever_the_order() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Statistics(4, 1, 9));
    }

    @Test
    void the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() {
        assertThat(Statistics.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Statistics(3, 1, 8));
    }

    @Test
    void ratios_are_taken_round_by_round_and_not_of_the_medians() {
        // The medians are 4 and 2, but no round was twice as slow in the middle.
        assertThat(Statistics.ratios(List.of(4.0, 10.0, 3.0), List.of(4.0, 2.0, 1.0))).isEqualTo(new Statistics(3, 1, 5));
    }

    @Test
    void rounds_of_different_number_are_refused() {
        assertThatThrownBy(() -> Statistics.ratios(List.of(1.0, 2.0), List.of(1.0))).hasMessageContaining("2 rounds against 1");
        assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
