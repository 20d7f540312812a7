package dev.portage.testing;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds compiled classes that ask what time it is: a clock that people and time servers set, and that jumps.
public final class WallClockUses {
    private WallClockUses() {}

    /// The outer classes that do, beside `member`: `dev/portage/state/FolderLock`.
    public static Set<String> beside(Class<?> member) throws IOException, URISyntaxException {
        Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        // An integration test runs with the module's jar, which was made of the folder beside it.
        Path root = Files.isDirectory(place) ? place : place.resolveSibling("classes");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                var model = ClassFile.of().parse(file);
                for (var entry : model.constantPool()) {
                    if (entry instanceof MemberRefEntry used && asksTheTime(used)) {
                        found.add(model.thisClass().asInternalName().replaceFirst("\\$.*", ""));
                    }
                }
            }
        }
        return found;
    }

    private static boolean asksTheTime(MemberRefEntry used) {
        String owner = used.owner().asInternalName();
        String name = used.name().stringValue();
        return (owner.startsWith("java/time/") && (name.equals("now") || name.startsWith("system") || name.startsWith("tick")))
                || (owner.equals("java/lang/System") && name.equals("currentTimeMillis"))
                || (owner.equals("java/util/Date") && name.equals("<init>") && used.type().stringValue().equals("()V"))
                || owner.equals("java/util/Calendar");
    }
}
