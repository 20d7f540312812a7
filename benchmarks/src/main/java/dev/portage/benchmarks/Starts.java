package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How long small commands take, from the launcher's start to its end.
///
/// @param help seconds of `portage --help`
/// @param plan seconds of `portage plan` of the novels with 200 paragraphs, the work folder being new
record Starts(List<Double> help, List<Double> plan) {
    static Starts measure(Workspace workspace, Path small, int rounds) throws IOException, InterruptedException {
        Path work = workspace.work();
        Path folder = work.resolve("small-plan");
        List<Double> help = new ArrayList<>();
        List<Double> plan = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double first = Program.run(work, Map.of(), List.of(workspace.portage().toString(), "--help")).successful("--help")
                    .seconds();
            Workspace.delete(folder);
            double second = Program.run(work, Map.of(), List.of(workspace.portage().toString(), "plan", small.toString(),
                    "--work-dir", folder.toString(), "--quiet")).successful("plan").seconds();
            if (round > 0) {
                help.add(first);
                plan.add(second);
            }
        }
        Workspace.delete(folder);
        return new Starts(help, plan);
    }
}
