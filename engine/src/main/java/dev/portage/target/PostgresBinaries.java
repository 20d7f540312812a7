package dev.portage.target;

import dev.portage.ConfigException;
import dev.portage.UnreachableException;
import dev.portage.moment.Moment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of one PostgreSQL (`initdb`, `pg_ctl`, `postgres`), unpacked once for each user into the cache folder
/// (`XDG_CACHE_HOME`, else `~/.cache`), about 60 MB.
///
/// Of two processes that unpack at once the second waits for the first. It is unpacked under a temporary name and renamed.
public final class PostgresBinaries {
    private static final Pattern VERSION = Pattern.compile("\\b(\\d+)(\\.\\d+|beta\\d+|rc\\d+)");
    private static final Map<String, String> MACHINES = Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64",
            "arm64", "arm_64");

    private final Path home;
    private final int majorVersion;

    private PostgresBinaries(Path home) {
        this.home = home;
        this.majorVersion = readMajorVersion();
    }

    /// The binaries that this build carries for this machine.
    ///
    /// @throws ConfigException PT-131 none for this operating system and processor
    public static PostgresBinaries bundled() {
        String archive = archiveName(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        URL resource = PostgresBinaries.class.getResource("/" + archive);
        if (resource == null) {
            throw noBinaries(archive);
        }
        return unpacked(archive, resource::openStream, cacheFolder());
    }

    /// The binaries of a `.txz` file.
    public static PostgresBinaries ofArchive(Path archive) {
        return unpacked(archive.getFileName().toString(), () -> Files.newInputStream(archive), cacheFolder());
    }

    /// The path of one program.
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /// 18 for PostgreSQL 18.6.
    public int majorVersion() {
        return majorVersion;
    }

    /// The name of the archive for an operating system and processor, as Java names them.
    static String archiveName(String system, String processor) {
        String lower = system.toLowerCase(Locale.ROOT);
        String platform = lower.contains("mac") || lower.contains("darwin")
                ? "darwin"
                : lower.contains("linux") ? "linux" : "windows";
        String machine = MACHINES.getOrDefault(processor.toLowerCase(Locale.ROOT), processor);
        return "postgres-%s-%s.txz".formatted(platform, machine);
    }

    private static ConfigException noBinaries(String archive) {
        return new ConfigException(131, "this build of Portage carries no PostgreSQL for this machine (%s)".formatted(archive),
                "Name a server of your own: --to postgresql://user@host:5432/database");
    }

    static PostgresBinaries unpacked(String archive, Opening opening, Path cache) {
        try {
            Path home = cache.resolve(archive.replace(".txz", "") + "-" + checksum(opening));
            if (!Files.isDirectory(home)) {
                unpack(opening, cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UnreachableException(312, "the embedded PostgreSQL could not be unpacked into " + cache + " (" + e + ")",
                    "Nothing was changed; make room there or name another folder by XDG_CACHE_HOME, and type the command again",
                    e);
        }
    }

    private static Path cacheFolder() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured != null && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("portage");
    }

    // The checksum is in the name so that binaries of another release never meet these.
    private static String checksum(Opening opening) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(opening.open(), new CRC32())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return "%08x".formatted(in.getChecksum().getValue());
        }
    }

    /// One command unpacks at a time, and removes what a killed one left; those that waited find it done.
    private static synchronized void unpack(Opening opening, Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        try (FileChannel channel = FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!Files.isDirectory(home)) {
                removeUnfinished(cache);
                unpackAlone(opening, cache, home);
            }
        }
    }

    private static void removeUnfinished(Path cache) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(cache, "unpacking-*")) {
            for (Path folder : left) {
                deleteTree(folder);
            }
        }
    }

    private static void unpackAlone(Opening opening, Path cache, Path home) throws IOException {
        Path folder = Files.createTempDirectory(cache, "unpacking-");
        try {
            try (TarArchiveInputStream tar = new TarArchiveInputStream(
                    new XZInputStream(new BufferedInputStream(opening.open())))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, folder);
                }
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Moment.BINARIES_UNPACKED.reached();
            Files.move(folder, home, StandardCopyOption.ATOMIC_MOVE);
            Moment.BINARIES_IN_PLACE.reached();
        } finally {
            deleteTree(folder);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("the archive names a file outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Path link = Path.of(entry.getLinkName());
            if (!file.resolveSibling(link).normalize().startsWith(folder)) {
                throw new IOException("the archive links to a file outside its folder");
            }
            Files.createSymbolicLink(file, link);
            return;
        }
        Files.copy(tar, file);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private int readMajorVersion() {
        ServerProgram.Result result = ServerProgram.run(List.of(program("postgres").toString(), "--version"),
                Duration.ofSeconds(30));
        Matcher matcher = VERSION.matcher(result.output());
        if (result.exitCode() != 0 || !matcher.find()) {
            throw new UnreachableException(313,
                    "the PostgreSQL in %s does not run here: %s".formatted(home, result.firstLine()),
                    "Nothing was changed; remove that folder and type the command again, or name a server by --to postgresql://…");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /// Opens the archive from its start.
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }
}
