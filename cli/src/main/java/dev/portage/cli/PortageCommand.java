package dev.portage.cli;

import dev.portage.Migration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/// `portage` itself: without a command it shows the few that a newcomer needs.
@Command(name = "portage", version = "portage "
        + Migration.VERSION, description = "Moves SQLite databases to PostgreSQL without changing a value, with proof.", footer = {
                "",
                "Exit codes: 0 done and equal, 2 usage or a bad source, 3 decisions are open,",
                "4 a database could not be reached, 5 conflict, 6 the sides differ, 7 refused as unsafe,",
                "8 could not verify, 70 a defect, 130 and 143 interrupted and resumable.", "",
                "portage help COMMAND tells more of one."})
final class PortageCommand implements Callable<Integer> {
    private final Console console;

    private PortageCommand(Console console) {
        this.console = console;
    }

    /// The whole command line, writing to `console`.
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new PortageCommand(console));
        line.addSubcommand(new PhaseCommand.Plan(console)).addSubcommand(new PhaseCommand.Move(console))
                .addSubcommand(new PhaseCommand.Snapshot(console)).addSubcommand(new PhaseCommand.Copy(console))
                .addSubcommand(new PhaseCommand.Verify(console)).addSubcommand(new PhaseCommand.Status(console))
                .addSubcommand(new DropCommand(console))
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new CommandLine(PostgresCommand.create()).addSubcommand(new PostgresCommand.Start(console))
                        .addSubcommand(new PostgresCommand.Stop(console)).addSubcommand(new PostgresCommand.Url(console)))
                .addSubcommand(new SettingsCommand(console)).addSubcommand(new HelpCommand());
        describe(line);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("--version").versionHelp(true).description("Show the version.").build());
        return line;
    }

    private static void describe(CommandLine command) {
        command.getCommandSpec().usageMessage().abbreviateSynopsis(true).sortOptions(false);
        if (!command.getCommandName().equals("help")) {
            command.getCommandSpec().addOption(OptionSpec.builder("-h", "--help").usageHelp(true)
                    .description("Show this help.").build());
        }
        command.getSubcommands().values().forEach(PortageCommand::describe);
    }

    @Override
    public Integer call() {
        console.out().print("""
                Portage moves SQLite databases to PostgreSQL without changing a value, with proof.

                  portage demo             make a database and move it, to see how it looks
                  portage plan app.db      what would happen, and what needs a decision
                  portage move app.db      plan, snapshot, copy and verify, into a PostgreSQL beside the file
                  portage move app.db --to postgresql://user@host/database
                  portage verify app.db    compare every value again

                portage help shows all commands, portage help move the options of one.
                """);
        return 0;
    }
}
