package dev.portage.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// What the command line asks for.
///
/// @param rows paragraphs of the novels file, 100 or more
/// @param rounds measured rounds after one that is thrown away, 1 or more
/// @param servers which servers to measure on
/// @param growth whether to move a file ten times as large too
/// @param shapes whether to move files of unusual shape too
/// @param name the last part of the result files' names
/// @param command the command as it was typed
record Options(int rows, int rounds, List<Server.Kind> servers, boolean growth, boolean shapes, String name, String command) {
    static final String USAGE = """
            benchmarks/run [--rows N] [--rounds N] [--server debian15|embedded|both] [--growth] [--shapes] [--name NAME]
              --rows N     paragraphs in the novels file, default 1000000
              --rounds N   measured rounds after the warm-up, default 5
              --server S   Debian's PostgreSQL 15, the embedded one, or both (default)
              --growth     also moves a file with ten times the rows
              --shapes     also moves sparse, negative and huge keys, many tables, long values, many columns
              --name NAME  results/DATE-NAME.md and .json, default ROWS-rows
            """;

    Options {
        servers = List.copyOf(servers);
    }

    /// @throws IllegalArgumentException with what to type instead
    static Options parse(String... arguments) {
        int rows = 1_000_000;
        int rounds = 5;
        List<Server.Kind> servers = List.of(Server.Kind.values());
        boolean growth = false;
        boolean shapes = false;
        String name = "";
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--rows" -> rows = number(option, left, 100);
                case "--rounds" -> rounds = number(option, left, 1);
                case "--server" -> servers = servers(value(option, left));
                case "--growth" -> growth = true;
                case "--shapes" -> shapes = true;
                case "--name" -> name = value(option, left);
                default -> throw new IllegalArgumentException("no option %s%n%s".formatted(option, USAGE));
            }
        }
        return new Options(rows, rounds, servers, growth, shapes, name.isEmpty() ? rows + "-rows" : name,
                ("benchmarks/run " + String.join(" ", arguments)).strip());
    }

    private static List<Server.Kind> servers(String word) {
        return switch (word) {
            case "debian15" -> List.of(Server.Kind.DEBIAN_15);
            case "embedded" -> List.of(Server.Kind.EMBEDDED);
            case "both" -> List.of(Server.Kind.values());
            default -> throw new IllegalArgumentException("no server %s%n%s".formatted(word, USAGE));
        };
    }

    private static int number(String option, Deque<String> left, int least) {
        int value = Integer.parseInt(value(option, left));
        if (value < least) {
            throw new IllegalArgumentException("%s %d is below %d".formatted(option, value, least));
        }
        return value;
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("%s needs a value%n%s".formatted(option, USAGE));
        }
        return left.pop();
    }
}
