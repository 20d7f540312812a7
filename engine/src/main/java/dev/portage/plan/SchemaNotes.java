package dev.portage.plan;

import dev.portage.schema.Schema;
import java.util.Optional;

/// What the schema itself tells a person, without a look at rows: views, shadow tables, the encoding.
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
        schema.views().forEach(view -> view(view, hazards));
    }

    private static void view(Schema.View view, HazardList hazards) {
        HazardList.Place place = HazardList.Place.ofFile(Optional.of(view.name()));
        if (view.broken().isPresent()) {
            hazards.tell(HazardCode.VIEW_BROKEN, place, HazardList.Rows.NONE,
                    "view %s cannot be used in SQLite either (%s) and is skipped".formatted(view.name(), view.broken().get()));
        } else {
            hazards.tell(HazardCode.VIEW_UNTRANSLATED, place, HazardList.Rows.NONE,
                    "view %s is not translated; write it for PostgreSQL before the application needs it".formatted(view.name()));
        }
    }
}
