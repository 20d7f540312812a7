package dev.portage.target;

import dev.portage.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `postgresql://user@host:port/database?key=value`, as libpq does.
///
/// No message repeats any part of the text: a mistyped URL may hold a password in any of its parts.
///
/// Source: "Connection URIs" (postgresql.org/docs/current/libpq-connect.html).
final class TargetUrl {
    private static final String SHAPE = "Write postgresql://user@host:5432/database, or embedded:DIR";
    private static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert", "connect_timeout", "application_name",
            "passfile", "silence_timeout");
    private static final Set<String> TLS_MODES = Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private final String text;
    private final Map<String, String> environment;

    TargetUrl(String text, Map<String, String> environment) {
        this.text = text;
        this.environment = environment;
    }

    TargetAddress.Server server(boolean mayHoldPassword) {
        String rest = afterScheme();
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        int at = place.lastIndexOf('@');
        String login = at < 0 ? "" : place.substring(0, at);
        int colon = login.indexOf(':');
        if (colon >= 0 && !mayHoldPassword) {
            throw passwordInside();
        }
        String user = decode(colon < 0 ? login : login.substring(0, colon));
        Secret password = colon < 0 ? null : Secret.of(decode(login.substring(colon + 1)));
        if (user.isEmpty()) {
            user = environment.getOrDefault("PGUSER", System.getProperty("user.name", "postgres"));
        }
        String server = place.substring(at + 1);
        int slash = server.indexOf('/');
        String hostAndPort = slash < 0 ? server : server.substring(0, slash);
        String database = slash < 0 ? "" : decode(server.substring(slash + 1));
        int portAt = portColon(hostAndPort);
        String host = host(portAt < 0 ? hostAndPort : hostAndPort.substring(0, portAt));
        int port = portAt < 0 ? 5432 : port(hostAndPort.substring(portAt + 1));
        Map<String, String> options = question < 0 ? Map.of() : options(rest.substring(question + 1));
        return new TargetAddress.Server(host, port, database.isEmpty() ? user : database, user, options, password);
    }

    private String afterScheme() {
        for (String scheme : new String[]{"postgresql://", "postgres://"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        throw wrong("it does not start with postgresql:// or embedded:");
    }

    private static int portColon(String hostAndPort) {
        int bracket = hostAndPort.lastIndexOf(']');
        return hostAndPort.indexOf(':', Math.max(bracket, 0));
    }

    private static String host(String written) {
        if (written.startsWith("[")) {
            String inner = written.endsWith("]") ? written.substring(1, written.length() - 1) : "";
            if (!inner.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z._-]+)?")) {
                throw wrong("the address between [ and ] is not an IPv6 address");
            }
            return inner;
        }
        if (written.isEmpty()) {
            throw wrong("it names no host (Unix sockets are not supported)");
        }
        if (written.indexOf(',') >= 0) {
            throw wrong("it names several hosts; rows go to exactly one");
        }
        if (!written.matches("[\\p{L}\\p{N}._-]+")) {
            throw wrong("the host holds a character that no host name has");
        }
        return written;
    }

    private static int port(String digits) {
        if (digits.isEmpty()) {
            return 5432;
        }
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw wrong("the port is not a number from 1 to 65535");
        }
        return port;
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (key.toLowerCase(Locale.ROOT).contains("password")) {
                throw passwordInside();
            }
            if (!OPTIONS.contains(key)) {
                throw unknownOption(key);
            }
            if (options.put(key, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw wrong("it names the option " + key + " twice");
            }
        }
        check(options);
        return options;
    }

    private static void check(Map<String, String> options) {
        if (!TLS_MODES.contains(options.getOrDefault("sslmode", "prefer"))) {
            throw wrong("its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full");
        }
        if (!options.getOrDefault("connect_timeout", "10").matches("[0-9]{1,4}")) {
            throw wrong("its connect_timeout is not a number of seconds from 0 to 9999");
        }
        if (!options.getOrDefault("silence_timeout", "60").matches("[1-9][0-9]{0,3}")) {
            throw wrong("its silence_timeout is not a number of seconds from 1 to 9999");
        }
    }

    private static ConfigException passwordInside() {
        return new ConfigException(120,
                "the TARGET holds a password, which other users of this machine can read in the list of processes",
                "Leave it out, and give it by PGPASSWORD, a pgpass file or --password-file. Change it if it was real");
    }

    private static ConfigException unknownOption(String key) {
        String named = key.matches("[A-Za-z_]{1,40}") ? "the option " + key : "an option whose name is not a word";
        return new ConfigException(121, "the TARGET holds %s, which Portage does not pass on".formatted(named),
                "Allowed are sslmode, sslrootcert, connect_timeout, silence_timeout, application_name and passfile");
    }

    private static ConfigException wrong(String why) {
        return new ConfigException(122, "the TARGET is not an address of a PostgreSQL: " + why, SHAPE);
    }

    /// Percent-decoding as libpq does it: `+` stays a plus sign.
    private static String decode(String written) {
        byte[] from = written.getBytes(StandardCharsets.UTF_8);
        byte[] to = new byte[from.length];
        int length = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i] != '%') {
                to[length++] = from[i];
                continue;
            }
            int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
            if (low < 0 || high + low == 0) {
                throw wrong("a % in it is not followed by two hexadecimal digits (write %25 for a percent sign)");
            }
            to[length++] = (byte) (high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(to, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(122, "the TARGET is not an address of a PostgreSQL: its % codes are not UTF-8", SHAPE, e);
        }
    }
}
