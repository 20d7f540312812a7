package dev.portage.source;

import dev.portage.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which module a virtual table belongs to, and which ordinary-looking tables are its own store.
///
/// SQLite itself tells the shadow tables of the modules that it has. The others (an extension of the application) are
/// known here by the names that their modules give.
final class VirtualTables {
    private static final Pattern MODULE = Pattern.compile(
            "\\A\\s*CREATE\\s+VIRTUAL\\s+TABLE\\b.*?\\bUSING\\s+(?:\"([^\"]+)\"|`([^`]+)`|\\[([^]]+)]|([\\w$]+))\\s*(?:\\(|;|\\z|--|/\\*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NO_SHADOW = Pattern.compile("(?!)");
    private static final Map<String, Pattern> SHADOWS = Map.ofEntries(shadows("fts5", "data|idx|content|docsize|config"),
            shadows("fts4", "content|segments|segdir|docsize|stat"), shadows("fts3", "content|segments|segdir"),
            shadows("rtree", "node|rowid|parent"), shadows("rtree_i32", "node|rowid|parent"),
            shadows("geopoly", "node|rowid|parent"), shadows("spellfix1", "vocab"),
            shadows("vec0", "info|chunks|rowids|auxiliary|vector_chunks\\d+|metadatachunks\\d+|metadatatext\\d+"));

    private VirtualTables() {}

    private static Map.Entry<String, Pattern> shadows(String module, String suffixes) {
        return Map.entry(module, Pattern.compile("_(?:" + suffixes + ")", Pattern.CASE_INSENSITIVE));
    }

    static boolean isVirtual(SchemaObject object) {
        return object.is("table") && MODULE.matcher(object.sql()).find();
    }

    static Schema.VirtualTable of(SchemaObject object) {
        var found = MODULE.matcher(object.sql());
        String module = "";
        if (found.find()) {
            for (int group = 1; group <= found.groupCount(); group++) {
                module = found.group(group) == null ? module : found.group(group);
            }
        }
        return new Schema.VirtualTable(object.name(), dev.portage.schema.Table.Place.ofMain(object.name()),
                module.toLowerCase(Locale.ROOT), object.sql(), Optional.empty());
    }

    /// Whether a table of that name is the store of one of the virtual tables.
    static boolean isShadow(String table, List<Schema.VirtualTable> virtual) {
        return virtual.stream()
                .anyMatch(v -> table.length() > v.name().length() && table.regionMatches(true, 0, v.name(), 0, v.name().length())
                        && SHADOWS.getOrDefault(v.module(), NO_SHADOW).matcher(table.substring(v.name().length())).matches());
    }
}
