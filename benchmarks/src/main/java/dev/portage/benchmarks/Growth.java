package dev.portage.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Moves of one file and of one with ten times the rows.
///
/// @param rows paragraphs of the smaller file
/// @param small its moves
/// @param large those of the larger one
record Growth(Server.Kind server, int rows, List<Run> small, List<Run> large) {
    static final int FACTOR = 10;

    static Growth measure(Server server, Workspace workspace, int rows, int rounds) throws Exception {
        Path files = workspace.files();
        Contestant one = new PortageMove(workspace.portage(), NovelsFile.make(files, rows), workspace.work());
        Contestant ten = new PortageMove(workspace.portage(), NovelsFile.make(files, Math.multiplyExact(rows, FACTOR)),
                workspace.work());
        List<Run> small = new ArrayList<>();
        List<Run> large = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            small.add(Measurement.of(server, one));
            large.add(Measurement.of(server, ten));
            Progress.say("growth, round %d: %.2f s and %.2f s".formatted(round + 1, small.getLast().seconds(),
                    large.getLast().seconds()));
        }
        return new Growth(server.kind(), rows, small, large);
    }
}
