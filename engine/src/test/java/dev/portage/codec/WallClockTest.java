package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WallClockTest {
    private static final LocalDateTime ZERO = LocalDateTime.of(2000, 1, 1, 0, 0);

    @ParameterizedTest
    @CsvSource({"2024-03-31T01:59:59,ONCE,2024-03-31T00:59:59", "2024-03-31T02:30,GAP,2024-03-31T01:30",
            "2024-03-31T03:00,ONCE,2024-03-31T01:00", "2024-10-27T01:59:59,ONCE,2024-10-26T23:59:59",
            "2024-10-27T02:30,OVERLAP,2024-10-27T00:30", "2024-10-27T03:00,ONCE,2024-10-27T02:00"})
    void gap_and_overlap_are_told(String wall, WallClock.Outcome outcome, String utc) {
        var clock = new WallClock(ZoneId.of("Europe/Berlin"));
        // Twice, so that the second answer comes from what the first one taught.
        for (int i = 0; i < 2; i++) {
            assertThat(clock.toInstant(micros(LocalDateTime.parse(wall)))).isEqualTo(micros(LocalDateTime.parse(utc)));
            assertThat(clock.outcome()).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC",
            "Africa/Monrovia", "Asia/Tehran"})
    void random_times_are_those_of_java_time(String zone) {
        long seed = 1_000_003;
        var random = new SplittableRandom(seed);
        var id = ZoneId.of(zone);
        var clock = new WallClock(id);
        for (int i = 0; i < 40_000; i++) {
            boolean near = i % 2 == 0;
            long day = random.nextLong(near ? 700_000 : 2_000_000);
            LocalDateTime wall = LocalDateTime.of(near ? 1900 : 1, 1, 1, 0, 0)
                    .plusMinutes(near ? day * 120 : day * 1440 + random.nextInt(1440)).plusSeconds(random.nextInt(60));
            var offsets = id.getRules().getValidOffsets(wall);

            long instant = clock.toInstant(micros(wall));

            assertThat(instant).as("seed %d: %s", seed, wall)
                    .isEqualTo(micros(LocalDateTime.ofInstant(wall.atZone(id).toInstant(), ZoneOffset.UTC)));
            assertThat(clock.outcome()).as(wall.toString()).isEqualTo(expected(offsets.size()));
            if (!offsets.isEmpty()) {
                assertThat(clock.toWall(instant)).isEqualTo(micros(wall));
            }
        }
    }

    private static WallClock.Outcome expected(int offsets) {
        return switch (offsets) {
            case 0 -> WallClock.Outcome.GAP;
            case 1 -> WallClock.Outcome.ONCE;
            default -> WallClock.Outcome.OVERLAP;
        };
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(ZERO, time);
    }
}
