package dev.portage.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Lets contestants take turns on one server: a round that is thrown away, then the measured ones. Each round begins with
/// another contestant, each run has a new database and a checkpoint before it.
final class Comparison {
    private final Server server;
    private final List<Contestant> contestants;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    Comparison(Server server, List<Contestant> contestants) {
        this.server = server;
        this.contestants = List.copyOf(contestants);
        contestants.forEach(contestant -> runs.put(contestant.name(), new ArrayList<>()));
    }

    /// Runs all rounds.
    Comparison run(int rounds) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            List<Contestant> order = new ArrayList<>(contestants);
            Collections.rotate(order, -round);
            for (Contestant contestant : order) {
                Run run = Measurement.of(server, contestant);
                Progress.say("%s, round %d: %s %.2f s".formatted(server.kind().word(), round, contestant.name(), run.seconds()));
                if (round > 0) {
                    runs(contestant.name()).add(run);
                }
            }
        }
        return this;
    }

    Server.Kind server() {
        return server.kind();
    }

    List<Contestant> contestants() {
        return contestants;
    }

    boolean has(String contestant) {
        return runs.containsKey(contestant);
    }

    /// The measured runs in order.
    final List<Run> runs(String contestant) {
        List<Run> found = runs.get(contestant);
        if (found == null) {
            throw new IllegalArgumentException("nobody is called " + contestant);
        }
        return found;
    }

    /// One number of each round.
    List<Double> numbers(String contestant, ToDoubleFunction<Run> number) {
        return runs(contestant).stream().map(run -> number.applyAsDouble(run)).toList();
    }
}
