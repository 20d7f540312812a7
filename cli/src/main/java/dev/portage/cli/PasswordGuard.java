package dev.portage.cli;

import dev.portage.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Refuses passwords on the command line before anything is parsed or printed: other users of the machine read them in
/// the list of processes. No message repeats any of an argument.
final class PasswordGuard {
    private static final Pattern URL_WITH_PASSWORD = Pattern.compile("(?is).*[a-z][a-z0-9+.-]*://[^/?#@]*:.*@.*");
    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?is).*\\b(ssl)?password=.*");
    private static final Pattern PASSWORD_OPTION = Pattern.compile("--[a-z-]*(passw|passphrase|pwd|secret).*|-[pPW].*");

    private PasswordGuard() {}

    /// @throws ConfigException PT-100 an argument is a password, or holds one
    static void check(List<String> arguments) {
        for (String argument : arguments) {
            if (isPasswordOption(argument)) {
                throw new ConfigException(100,
                        "a password on the command line can be read by other users of this machine in the list of processes",
                        "Nothing was begun. Give it by PGPASSWORD, a pgpass file or --password-file FILE, and change it if it was real");
            }
            if (URL_WITH_PASSWORD.matcher(argument).matches() || PASSWORD_PARAMETER.matcher(argument).matches()) {
                throw new ConfigException(100,
                        "an address on the command line holds a password, which other users of this machine can read",
                        "Nothing was begun. Leave it out, give it by PGPASSWORD, a pgpass file or --password-file FILE, "
                                + "and change it if it was real");
            }
        }
    }

    private static boolean isPasswordOption(String argument) {
        String option = argument.toLowerCase(Locale.ROOT);
        boolean file = option.equals("--password-file") || option.startsWith("--password-file=");
        return !file && (PASSWORD_OPTION.matcher(argument).matches() || PASSWORD_OPTION.matcher(option).matches());
    }
}
