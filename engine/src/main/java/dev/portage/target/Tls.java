package dev.portage.target;

import dev.portage.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a connection is encrypted, and who said so.
///
/// The driver's own default falls back to plain text; here a host that is not this machine must show a certificate
/// that is valid for its name, unless the user names a weaker mode.
///
/// Source: "SSL Support" (postgresql.org/docs/current/libpq-ssl.html), table 32.1.
///
/// @param mode one of libpq's six `sslmode` words
/// @param origin where the mode comes from: `default`, `the URL` or `PGSSLMODE`
/// @param rootCertificate the file with trusted certificates; null for the JVM's own, where the mode needs any
record Tls(String mode, String origin, @Nullable String rootCertificate) {
    private static final Set<String> MODES = Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    static Tls of(TargetAddress.Server server, Map<String, String> environment) {
        String root = server.options().getOrDefault("sslrootcert", environment.getOrDefault("PGSSLROOTCERT", ""));
        String inUrl = server.options().get("sslmode");
        if (inUrl != null) {
            return new Tls(inUrl, "the URL", trusted(root));
        }
        String inEnvironment = environment.getOrDefault("PGSSLMODE", "");
        if (!inEnvironment.isEmpty()) {
            if (!MODES.contains(inEnvironment)) {
                throw new ConfigException(124, "PGSSLMODE is none of disable, allow, prefer, require, verify-ca, verify-full",
                        "Set it to one of them, or unset it for verify-full");
            }
            return new Tls(inEnvironment, "PGSSLMODE", trusted(root));
        }
        return new Tls(server.isLoopback() ? "prefer" : "verify-full", "default", trusted(root));
    }

    private static @Nullable String trusted(String root) {
        if (root.equals("system")) {
            return null;
        }
        if (!root.isEmpty()) {
            return root;
        }
        Path usual = Path.of(System.getProperty("user.home"), ".postgresql", "root.crt");
        return Files.isRegularFile(usual) ? usual.toString() : null;
    }

    boolean verifies() {
        return mode.startsWith("verify-");
    }

    void addTo(Properties properties) {
        properties.setProperty("sslmode", mode);
        if (rootCertificate != null) {
            properties.setProperty("sslrootcert", rootCertificate);
        } else if (verifies()) {
            // Without it the driver insists on a root.crt file; this one trusts what the JVM trusts. The name of the
            // host is still compared, by the driver.
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    /// For reports: `verify-full (default)`.
    String text() {
        return "%s (%s)".formatted(mode, origin);
    }
}
