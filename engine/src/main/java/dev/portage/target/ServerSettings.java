package dev.portage.target;

import java.util.LinkedHashMap;
import java.util.Map;

/// How an embedded server runs.
///
/// @param binaries its programs
/// @param parameters lines of `postgresql.conf` that Portage writes at each start, over its own
record ServerSettings(PostgresBinaries binaries, Map<String, String> parameters) {
    // Its role is called portage, as is the schema of our state: by the usual "$user", public an application's tables would
    // be made and looked for there.
    private static final Map<String, String> OURS = Map.of("shared_buffers", "128MB", "max_wal_size", "2GB", "jit", "off",
            "timezone", "UTC", "log_timezone", "UTC", "listen_addresses", "127.0.0.1", "unix_socket_directories", "",
            "search_path", "public");

    ServerSettings {
        Map<String, String> all = new LinkedHashMap<>(OURS);
        all.putAll(parameters);
        parameters = Map.copyOf(all);
    }

    /// Safe against a power cut.
    static ServerSettings durable() {
        return new ServerSettings(PostgresBinaries.bundled(), Map.of());
    }

    boolean waitsForDisk() {
        return !"off".equals(parameters.get("fsync"));
    }

    /// The file that `postgresql.conf` includes.
    String configuration(int port) {
        StringBuilder text = new StringBuilder("# Written by Portage at each start; later lines of postgresql.conf win.\n");
        text.append("port = ").append(port).append('\n');
        parameters.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(line -> text.append("%s = '%s'%n".formatted(line.getKey(), line.getValue())));
        return text.toString();
    }
}
