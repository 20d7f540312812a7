package dev.portage.cli.start;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes the classes of a jar that were compiled for Java 5 or older, those of picocli, once more in the format of Java 8,
/// into a second jar to stand before the first one on the class path.
///
/// The JDK's cache of loaded classes leaves out older formats (HotSpot, "Pre JDK 6 class not supported by CDS"), and half of
/// the time of a short command goes into them. Only the stack maps that the newer format asks for are added.
///
/// Threads: one.
final class NewerClasses {
    private static final int MAGIC_AND_MINOR = 6;
    private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;

    private final ZipFile jar;
    private final ClassFile format;

    private NewerClasses(ZipFile jar) {
        this.jar = jar;
        this.format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(this::find)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// Writes `newer`, over what was there, and returns how many classes it holds.
    static int write(Path jar, Path newer) throws IOException {
        int written = 0;
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(newer)))) {
            NewerClasses classes = new NewerClasses(from);
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (isClass(entry) && version(classes.bytes(entry)) < OLDEST_CACHED) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    to.write(classes.newer(classes.bytes(entry)));
                    to.closeEntry();
                    written++;
                }
            }
        }
        return written;
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static int version(byte[] bytes) {
        return (bytes[MAGIC_AND_MINOR] & 0xff) << 8 | (bytes[MAGIC_AND_MINOR + 1] & 0xff);
    }

    private byte[] newer(byte[] old) {
        // The bodies pass through the builder, which makes their stack maps; untouched ones would be copied without.
        ClassTransform bodies = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version = (type, element) -> {
            if (element instanceof ClassFileVersion) {
                type.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                type.with(element);
            }
        };
        return format.transformClass(format.parse(old), bodies.andThen(version));
    }

    private @Nullable InputStream find(ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
