package dev.portage.cli;

import dev.portage.cli.Setting.Found;
import dev.portage.observe.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Shows each setting, its value and where it came from.
@Command(name = "settings", description = "Show each setting, its value and where it came from.")
final class SettingsCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "TARGET", description = "As in move.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--schema", paramLabel = "NAME", description = "As in move.")
    private Optional<String> schema = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "As in move.")
    private Optional<String> workers = Optional.empty();

    @Option(names = "--work-dir", paramLabel = "DIR", description = "As in move.")
    private Optional<String> workDir = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "As in move.")
    private Optional<String> passwordFile = Optional.empty();

    @Option(names = "--types", paramLabel = "native|faithful", description = "As in move.")
    private Optional<String> types = Optional.empty();

    @Option(names = "--identifiers", paramLabel = "preserve|lower|snake", description = "As in move.")
    private Optional<String> identifiers = Optional.empty();

    @Option(names = "--existing", paramLabel = "abort|append|replace", description = "As in move.")
    private Optional<String> existing = Optional.empty();

    @Option(names = "--owner", paramLabel = "ROLE", description = "As in move.")
    private Optional<String> owner = Optional.empty();

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final Console console;

    SettingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = console.environment();
        List<Found<?>> found = List.of(Settings.TO.find(to, environment), Settings.SCHEMA.find(schema, environment),
                Settings.WORKERS.find(workers, environment), Settings.WORK_DIR.find(workDir, environment),
                Settings.PASSWORD_FILE.find(passwordFile, environment), Settings.TYPES.find(types, environment),
                Settings.IDENTIFIERS.find(identifiers, environment), Settings.EXISTING.find(existing, environment),
                Settings.OWNER.find(owner, environment));
        if (output.json) {
            console.out().println(json(found));
        } else {
            print(found);
        }
        return 0;
    }

    private void print(List<Found<?>> found) {
        TextTable table = new TextTable("setting", "value", "from", "allowed");
        found.forEach(each -> table.row(each.setting().key(), Visible.of(each.shown()), each.origin(), each.setting().range()));
        table.lines().forEach(console.out()::println);
        console.out().println();
        TextTable variables = new TextTable("variable", "value", "what it is for");
        Settings.VARIABLES.forEach(variable -> variables.row(variable.name(), shown(variable), variable.help()));
        variables.lines().forEach(console.out()::println);
    }

    private String shown(Settings.Variable variable) {
        String value = console.environment().getOrDefault(variable.name(), "");
        if (value.isEmpty()) {
            return "not set";
        }
        return variable.secret() ? "set, not shown" : Visible.of(value);
    }

    private String json(List<Found<?>> found) {
        List<Map<String, Object>> settings = new ArrayList<>();
        for (Found<?> each : found) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("key", each.setting().key());
            line.put("value", each.shown());
            line.put("from", each.origin());
            line.put("allowed", each.setting().range());
            settings.add(line);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("formatVersion", 1);
        document.put("command", "settings");
        document.put("exitCode", 0);
        document.put("settings", settings);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }
}
