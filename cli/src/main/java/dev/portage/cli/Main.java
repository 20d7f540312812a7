package dev.portage.cli;

import dev.portage.ConfigException;
import dev.portage.PortageException;
import dev.portage.UnreachableException;
import dev.portage.observe.ReportJson;
import dev.portage.observe.Visible;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The `portage` command.
public final class Main {
    /// Commands of the design that this version does not have yet; they are named only to say so.
    private static final List<String> LATER = List.of("follow", "cutover", "rollback", "abort", "resume", "complete",
            "migrate",
            "inventory", "export", "doctor", "kit", "serve", "fleet");

    private Main() {}

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        System.exit(told(run(List.of(args), console), console));
    }

    /// A result that nobody could read is none: 4 in place of 0.
    private static int told(int exitCode, Console console) {
        if (console.out() instanceof ResultStream result) {
            Optional<UnreachableException> failure = result.failure();
            failure.ifPresent(error -> console.err().println(Visible.of(error.line())));
            return exitCode == 0 ? failure.map(PortageException::exitCode).orElse(0) : exitCode;
        }
        return exitCode;
    }

    /// Runs a command and returns its exit code; whatever goes wrong is told and has a code.
    static int run(List<String> args, Console console) {
        try {
            PasswordGuard.check(args);
            CommandLine line = PortageCommand.commandLine(console);
            requireKnown(args, line);
            line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
            line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
            line.setColorScheme(CommandLine.Help.defaultColorScheme(
                    console.outIsTerminal() && console.environment().getOrDefault("NO_COLOR", "").isEmpty()
                            ? CommandLine.Help.Ansi.ON
                            : CommandLine.Help.Ansi.OFF));
            line.setUsageHelpWidth(Math.min(console.width(), 120)).setUsageHelpAutoWidth(false);
            line.setParameterExceptionHandler((error, _) -> failed(usage(error), args, console));
            line.setExecutionExceptionHandler((error, _, _) -> failed(known(error), args, console));
            return line.execute(args.toArray(String[]::new));
        } catch (PortageException e) {
            return failed(e, args, console);
        } catch (RuntimeException | Error e) {
            return failed(known(e), args, console);
        }
    }

    private static void requireKnown(List<String> args, CommandLine line) {
        Optional<String> command = args.stream().filter(argument -> !argument.startsWith("-")).findFirst();
        if (command.isEmpty() || line.getSubcommands().containsKey(command.get())) {
            return;
        }
        String known = String.join(", ", line.getSubcommands().keySet());
        if (LATER.contains(command.get())) {
            throw new ConfigException(103, "the command %s is not in this version".formatted(command.get()),
                    "Nothing was begun; this version has " + known);
        }
        throw new ConfigException(103, "there is no such command", "Nothing was begun; this version has " + known);
    }

    private static PortageException known(Throwable error) {
        return Failures.known(error, Optional.empty());
    }

    /// What picocli says, in one line. Values of arguments stay out of it: one of them may be a secret in a wrong place.
    private static ConfigException usage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName(" ").replaceFirst("^portage ?", "");
        String message = switch (error) {
            case CommandLine.MissingParameterException missing ->
                String.valueOf(missing.getMessage()).replaceFirst("^Missing", "missing");
            case CommandLine.UnmatchedArgumentException unmatched when unmatched.isUnknownOption() ->
                "unknown option " + optionName(unmatched.getUnmatched().getFirst());
            case CommandLine.UnmatchedArgumentException unmatched ->
                "%d more argument%s than the command takes".formatted(unmatched.getUnmatched().size(),
                        unmatched.getUnmatched().size() == 1 ? "" : "s");
            case CommandLine.OverwrittenOptionException twice ->
                "the option %s was given twice".formatted(twice.getOverwritten().paramLabel());
            default -> error.getArgSpec() == null
                    ? "the command line cannot be understood"
                    : "the value of %s is not allowed".formatted(argumentName(error.getArgSpec()));
        };
        return Failures.usage(message.replaceAll("[.\\s]+$", ""), command);
    }

    private static String argumentName(CommandLine.Model.ArgSpec spec) {
        return spec instanceof CommandLine.Model.OptionSpec option ? option.longestName() : spec.paramLabel();
    }

    private static String optionName(String argument) {
        String name = argument.replaceFirst("=.*", "");
        return name.matches("-{1,2}[A-Za-z][A-Za-z-]{0,30}") ? name : "of a strange name";
    }

    private static int failed(PortageException error, List<String> args, Console console) {
        if (args.contains("--json")) {
            String command = args.stream().filter(argument -> argument.matches("[a-z]{1,20}")).findFirst().orElse("");
            console.out().print(ReportJson.render(Failures.report(command, error)));
        } else {
            console.err().println(Visible.of(error.line()));
        }
        return error.exitCode();
    }
}
