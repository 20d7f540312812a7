package dev.portage.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/// One measured run.
///
/// @param seconds from start to end, by the clock
/// @param cpuSeconds of its own processes; 0 where the server alone works
/// @param residentBytes the largest of its processes at its peak (`ru_maxrss`); 0 where the server alone works
/// @param heapBytes the most that Java's heap held, before a collection or at the end; 0 for other programs
/// @param serverCpuSeconds of PostgreSQL and all its backends meanwhile
/// @param phases seconds of its parts, in order, where it tells them
record Run(double seconds, double cpuSeconds, long residentBytes, long heapBytes, double serverCpuSeconds,
        Map<String, Double> phases) {
    Run {
        phases = new LinkedHashMap<>(phases);
    }

    /// The seconds of a part, 0 when the run has no such part.
    double phase(String name) {
        return phases.getOrDefault(name, 0.0);
    }

    Run withServerCpu(double cpu) {
        return new Run(seconds, cpuSeconds, residentBytes, heapBytes, cpu, phases);
    }
}
