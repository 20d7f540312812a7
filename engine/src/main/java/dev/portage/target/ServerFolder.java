package dev.portage.target;

import dev.portage.ConflictException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The files of one embedded server.
///
/// | file | what |
/// |---|---|
/// | `data/` | the database cluster |
/// | `pgpass` | its password, mode 0600 |
/// | `port` | the port it had last and takes again when free |
/// | `log` | what the server says |
/// | `stop-after-use` | there when the last command that uses the server stops it |
/// | `lock`, `users` | locked while a command starts or stops it, and while it uses it |
record ServerFolder(Path root) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /// The folder, made if missing, for its owner alone.
    static ServerFolder create(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new ServerFolder(folder.toRealPath());
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /// The folder of a server that was made before.
    ///
    /// @throws UnreachableException PT-310 there is none
    static ServerFolder existing(Path folder) {
        try {
            if (Files.isRegularFile(folder.resolve("data").resolve("PG_VERSION"))) {
                return new ServerFolder(folder.toRealPath());
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        throw new UnreachableException(310, "there is no embedded PostgreSQL in " + folder,
                "Type portage postgres start %s to make one".formatted(folder));
    }

    static UnreachableException unusable(Path folder, IOException error) {
        return new UnreachableException(315,
                "the folder %s of the embedded PostgreSQL cannot be used (%s)".formatted(folder, error),
                "Make it readable and writable for this user, or make room, and type the command again", error);
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("log");
    }

    Path passFile() {
        return root.resolve("pgpass");
    }

    boolean isInitialised() {
        return Files.isRegularFile(data().resolve("PG_VERSION"));
    }

    /// Locks the folder against other processes until the result is closed; within this one the caller holds a lock
    /// already.
    FileChannel lock() throws IOException {
        FileChannel channel = channel("lock");
        try {
            channel.lock();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    FileChannel channel(String name) throws IOException {
        return FileChannel.open(root.resolve(name),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /// @throws ConflictException PT-410 the cluster belongs to another major version
    void requireVersion(int major) throws IOException {
        String version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(major))) {
            throw new ConflictException(410,
                    "the embedded PostgreSQL in %s was made by version %s, and this Portage carries version %d".formatted(root,
                            version, major),
                    "Nothing was changed; use the Portage that made it, or name another folder by --to embedded:DIR");
        }
    }

    /// The port of the running server, or nothing when it does not run.
    OptionalInt runningPort() throws IOException {
        Path file = data().resolve("postmaster.pid");
        if (!Files.isRegularFile(file)) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4 || !lines.getFirst().strip().matches("[0-9]{1,18}")
                || !isOurServer(Long.parseLong(lines.getFirst().strip()))) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(lines.get(3).strip()));
    }

    /// Removes a `postmaster.pid` that a killed server left when its number now belongs to another program, which
    /// PostgreSQL itself cannot tell from a running server (numbers repeat after a container starts again).
    void removeStalePid() throws IOException {
        Path file = data().resolve("postmaster.pid");
        if (Files.isRegularFile(file) && runningPort().isEmpty()) {
            Files.delete(file);
        }
    }

    // In doubt it is the server: two servers on one folder would destroy it.
    private boolean isOurServer(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        ProcessHandle.Info info = process.get().info();
        String commandLine = info.commandLine().orElse("");
        if (commandLine.contains(data().toString())) {
            return true;
        }
        boolean zombie = info.commandLine().isEmpty() && info.command().isEmpty();
        boolean postgres = commandLine.contains("postgres") || commandLine.contains("postmaster");
        boolean child = commandLine.startsWith("postgres: ");
        boolean elsewhere = commandLine.contains(" -D ");
        return !zombie && postgres && !child && !elsewhere;
    }

    OptionalInt rememberedPort() throws IOException {
        Path file = root.resolve("port");
        if (!Files.isRegularFile(file)) {
            return OptionalInt.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{4,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    void rememberPort(int port) throws IOException {
        replace("port", port + "\n");
    }

    void writeConfiguration(String text) throws IOException {
        Files.writeString(data().resolve("portage.conf"), text);
        Moment.SERVER_CONFIGURED.reached();
    }

    boolean stopsAfterUse() {
        return Files.exists(root.resolve("stop-after-use"));
    }

    void stopAfterUse() throws IOException {
        replace("stop-after-use", "");
    }

    void keepRunning() throws IOException {
        Files.deleteIfExists(root.resolve("stop-after-use"));
    }

    /// Makes a password and keeps it. Its characters mean nothing in a pgpass file or a URL.
    Secret newPassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        replace("pgpass", "127.0.0.1:*:*:portage:" + password + "\n");
        return Secret.of(password);
    }

    Path newOwnerOnlyFile(String prefix, String text) throws IOException {
        Path file = Files.createTempFile(root, prefix, "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, text);
        return file;
    }

    private void replace(String name, String text) throws IOException {
        Path file = newOwnerOnlyFile("new-" + name + "-", text);
        Moment.SERVER_FILE_WRITTEN.reached();
        Files.move(file, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Moment.SERVER_FILE_RENAMED.reached();
    }
}
