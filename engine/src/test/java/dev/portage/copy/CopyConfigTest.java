package dev.portage.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CopyConfigTest {
    @Test
    void numbers_outside_their_range_are_refused_with_the_range() {
        assertThatThrownBy(() -> CopyConfig.DEFAULT.withWorkers(0)).hasMessage("workers=0 is outside 1..16");
        assertThatThrownBy(() -> CopyConfig.DEFAULT.withWorkers(17)).hasMessage("workers=17 is outside 1..16");
        assertThatThrownBy(() -> CopyConfig.DEFAULT.withRangeBytes(0)).hasMessage("rangeBytes=0 is outside 1..2^40");
        assertThatThrownBy(() -> new CopyConfig(1, 0, 1)).hasMessage("maintenanceMemory=0 is outside 1..65536");
    }

    @Test
    void what_is_not_changed_stays() {
        assertThat(CopyConfig.DEFAULT.withWorkers(5).withRangeBytes(7)).isEqualTo(new CopyConfig(5, 256, 7));
    }
}
