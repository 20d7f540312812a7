package dev.portage.target;

import dev.portage.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the rows go: a PostgreSQL server named by a URL, or the embedded one in a folder.
public sealed interface TargetAddress {
    /// The address as a person may see it anywhere: `host:port/database as user`. Never a secret.
    String display();

    /// A server.
    ///
    /// @param host a name, an IPv4 or an IPv6 address without brackets
    /// @param port 1..65535
    /// @param database never empty
    /// @param user never empty
    /// @param options the URL's query, only keys that Portage knows: `sslmode`, `sslrootcert`, `connect_timeout`,
    ///        `application_name`, `passfile`
    /// @param password the password of `DATABASE_URL`, which alone may carry one; null otherwise
    record Server(String host, int port, String database, String user, Map<String, String> options,
            @Nullable Secret password) implements TargetAddress {
        public Server {
            options = Map.copyOf(options);
        }

        @Override
        public String display() {
            return "%s/%s as %s".formatted(hostAndPort(), database, user);
        }

        /// `host:port`, with brackets around an IPv6 address.
        public String hostAndPort() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }

        /// Whether the host is this machine by its name or number: 127.0.0.0/8, `::1` or `localhost`.
        public boolean isLoopback() {
            return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1")
                    || host.equals("0:0:0:0:0:0:0:1");
        }

        /// The same server and user, another database.
        public Server withDatabase(String other) {
            return new Server(host, port, other, user, options, password);
        }

        @Override
        public String toString() {
            return display();
        }
    }

    /// The embedded server whose files lie in `folder`; it is started when needed.
    record Embedded(Path folder) implements TargetAddress {
        @Override
        public String display() {
            return "embedded PostgreSQL in " + folder;
        }

        @Override
        public String toString() {
            return display();
        }
    }

    /// Reads a TARGET from the command line or a settings file, with the environment of this process for a user that
    /// is left out (`PGUSER`, else the login name).
    ///
    /// @throws ConfigException PT-120 a password inside (it is not repeated), PT-121 an option that Portage does not
    ///         know, PT-122 not an address
    static TargetAddress parse(String target) {
        return parse(target, System.getenv());
    }

    /// As [#parse(String)], with the environment given.
    static TargetAddress parse(String target, Map<String, String> environment) {
        if (target.startsWith("embedded:")) {
            return embedded(target.substring("embedded:".length()));
        }
        return new TargetUrl(target, environment).server(false);
    }

    /// Reads the value of `DATABASE_URL` in the environment, the only place where a URL may carry a password.
    ///
    /// @throws ConfigException PT-121, PT-122 as [#parse(String)]
    static TargetAddress fromDatabaseUrl(String url, Map<String, String> environment) {
        if (url.startsWith("embedded:")) {
            return embedded(url.substring("embedded:".length()));
        }
        return new TargetUrl(url, environment).server(true);
    }

    private static Embedded embedded(String folder) {
        if (folder.isBlank()) {
            throw new ConfigException(122, "the TARGET embedded: names no folder", "Write embedded:DIR, for example embedded:pg");
        }
        try {
            return new Embedded(Path.of(folder).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new ConfigException(122, "the folder of the TARGET embedded: is not a path here",
                    "Write embedded:DIR, for example embedded:pg", e);
        }
    }
}
