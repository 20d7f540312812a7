package dev.portage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.FaultMove;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two operators, or two machines, start the same migration. One works, the others are told who it is.
class SecondRunIT {
    private static final int RIVALS = Scene.all() ? 50 : 3;
    private static final int AT_ONCE = 5;

    @TempDir
    Path folder;

    private record Run(Process process, BufferedReader out) implements AutoCloseable {
        static Run start(Path folder, Scene scene, String name, String... more) {
            List<String> arguments = new ArrayList<>(List.of(scene.settings().source().toString(),
                    scene.settings().target().orElseThrow(), folder.resolve(name).toString()));
            arguments.addAll(List.of(more));
            try {
                Process process = FaultMove.start(arguments.toArray(String[]::new));
                return new Run(process, process.inputReader());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String line() throws IOException {
            return String.valueOf(out.readLine());
        }

        void goOn() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        /// As `kill -9` does.
        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            out.close();
        }
    }

    @Test
    void others_are_told_who_works_and_the_first_run_completes() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            try (Run first = Run.start(folder, scene, "first", "stand")) {
                assertThat(first.line()).isEqualTo("here");

                List<String> refused = new ArrayList<>();
                for (int i = 0; i < RIVALS; i += AT_ONCE) {
                    List<Run> rivals = new ArrayList<>();
                    for (int j = i; j < Math.min(i + AT_ONCE, RIVALS); j++) {
                        rivals.add(Run.start(folder, scene, "rival" + j));
                    }
                    for (Run rival : rivals) {
                        try (rival) {
                            refused.add(rival.line());
                        }
                    }
                }
                first.goOn();

                assertThat(refused).hasSize(RIVALS).allSatisfy(line -> assertThat(line).matches(
                        "exit 5 PT-420 another run .*\\(portage lock %d@\\S+ since 2\\d{3}-.*\\)"
                                .formatted(first.process().pid())));
                assertThat(first.line()).isEqualTo("exit 0 ");
            }
            scene.completes();
        }
    }

    @Test
    void a_killed_run_frees_its_lock_and_the_next_goes_on_at_once() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            for (int i = 0; i < (Scene.all() ? 20 : 1); i++) {
                Run killed = Run.start(folder, scene, "killed", "stand");
                String said = killed.line();
                killed.close();
                assertThat(said).isIn("here", "exit 0 ");
            }

            // It waits two seconds for a lock, no more.
            try (Run next = Run.start(folder, scene, "killed")) {
                assertThat(next.line()).isEqualTo("exit 0 ");
            }
            scene.assertNothingLeft();
        }
    }

    @Test
    void a_run_whose_lock_another_run_has_taken_stops() throws IOException {
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            Scene scene = Scene.of(folder, database);
            try (Run first = Run.start(folder, scene, "first", "stand")) {
                assertThat(first.line()).isEqualTo("here");
                Scene.await(database, "(SELECT count(*) FROM portage.checkpoint) = 6");
                // Its session ends while it stands still, and another run takes over; both have the same range in hands.
                database.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity "
                        + "WHERE application_name LIKE 'portage lock%' AND datname = current_database()");
                try (Run second = Run.start(folder, scene, "second")) {
                    Scene.await(database, """
                            EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity a USING (pid) WHERE locktype = 'advisory' AND granted
                                AND a.application_name LIKE 'portage lock %%%d@%%')
                            """.formatted(second.process().pid()));
                    first.goOn();
                    assertThat(first.line()).startsWith("exit 5 PT-420 another run of this migration");
                    assertThat(second.line()).isEqualTo("exit 0 ");
                }
            }
            scene.completes();
        }
    }
}
