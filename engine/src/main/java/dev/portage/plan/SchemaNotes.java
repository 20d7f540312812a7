package dev.portage.plan;

import dev.portage.schema.Schema;
import java.util.Optional;

/// What the schema itself tells a person, without a look at rows: shadow tables, the encoding.
final class SchemaNotes {
    private SchemaNotes() {}

    static void tell(Schema schema, HazardList hazards) {
        if (!schema.encoding().equalsIgnoreCase("UTF-8")) {
            hazards.tell(HazardCode.ENCODING_UTF16, HazardList.Place.ofFile(Optional.empty()), HazardList.Rows.NONE,
                    "the file keeps text as %s; it is converted to UTF-8 exactly".formatted(schema.encoding()));
        }
        for (String table : schema.shadowTables()) {
            hazards.tell(HazardCode.SHADOW_TABLE, HazardList.Place.of(table), HazardList.Rows.NONE,
                    "%s belongs to a virtual table and is not copied".formatted(table));
        }
    }
}
