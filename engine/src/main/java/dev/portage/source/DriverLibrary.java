package dev.portage.source;

import dev.portage.UnreachableException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's own library, which the driver carries in its jar and loads from a file.
///
/// The driver would leave that file in the folder of temporary files when the process is killed, and compares it byte by
/// byte with the jar, which takes a tenth of a short command's time (decision 0022). Here it is gone as soon as it is loaded.
///
/// Threads: any; the first one loads it.
final class DriverLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static boolean loaded;

    private DriverLibrary() {}

    /// Loads the library where that was not done yet.
    ///
    /// @throws UnreachableException PT-393 it could not be written or loaded
    static synchronized void require() {
        if (loaded) {
            return;
        }
        try {
            load();
            loaded = true;
        } catch (Exception e) {
            throw new UnreachableException(393, "SQLite's library could not be unpacked into %s or loaded from there (%s)"
                    .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
                    "Nothing was changed; make room there, or name another folder with PORTAGE_JAVA_OPTS=-Djava.io.tmpdir=DIR, then "
                            + "run the same command again",
                    e);
        }
    }

    private static void load() throws Exception {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null || System.getProperty(FOLDER) != null) {
                SQLiteJDBCLoader.initialize();
            } else {
                load(in);
            }
        }
    }

    private static void load(InputStream in) throws Exception {
        // Not by the driver's own name for it: it deletes such files when it starts.
        Path file = Files.createTempFile("portage-", "-libsqlitejdbc.so");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            System.setProperty(FOLDER, DiskFiles.folderOf(file).toString());
            System.setProperty(NAME, String.valueOf(file.getFileName()));
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(FOLDER);
            System.clearProperty(NAME);
            DiskFiles.deleteQuietly(file);
        }
    }
}
