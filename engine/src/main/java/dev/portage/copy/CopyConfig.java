package dev.portage.copy;

/// How the copy phase uses the machine.
///
/// @param workers ranges copied, and indexes built, at once, 1..16
/// @param maintenanceMemory `maintenance_work_mem` of the sessions that build indexes and validate keys, in MB
/// @param rangeBytes about how many bytes of values one range has, 1..2^40; a resumed copy must use the same
public record CopyConfig(int workers, int maintenanceMemory, long rangeBytes) {
    /// Tests make ranges small by the system property `portage.range.bytes`.
    public static final CopyConfig DEFAULT = new CopyConfig(2, 256, Long.getLong("portage.range.bytes", 64L << 20));

    public CopyConfig {
        if (workers < 1 || workers > 16) {
            throw new IllegalArgumentException("workers=%d is outside 1..16".formatted(workers));
        }
        if (maintenanceMemory < 1 || maintenanceMemory > 65_536) {
            throw new IllegalArgumentException("maintenanceMemory=%d is outside 1..65536".formatted(maintenanceMemory));
        }
        if (rangeBytes < 1 || rangeBytes > 1L << 40) {
            throw new IllegalArgumentException("rangeBytes=%d is outside 1..2^40".formatted(rangeBytes));
        }
    }

    /// The same with another number of workers.
    public CopyConfig withWorkers(int count) {
        return new CopyConfig(count, maintenanceMemory, rangeBytes);
    }

    /// The same with ranges of another size.
    public CopyConfig withRangeBytes(long bytes) {
        return new CopyConfig(workers, maintenanceMemory, bytes);
    }
}
