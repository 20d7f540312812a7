package dev.portage.plan;

import dev.portage.schema.Schema;
import dev.portage.sql.Untranslatable;
import java.util.List;
import java.util.Optional;

/// Finds full-text tables with a text too long for a tsvector: PostgreSQL would refuse the row.
final class SearchSizes {
    /// A tsvector holds 1 MB of words and places ("string is too long for tsvector"). A text of short words, each split
    /// into its parts again, takes up to four times its own length.
    static final long LONGEST_TEXT = 250_000;

    private SearchSizes() {}

    static void tell(Schema schema, List<TableDraft> drafts, HazardList hazards) {
        for (Schema.VirtualTable virtual : schema.virtualTables()) {
            longest(virtual, drafts).filter(length -> length > LONGEST_TEXT)
                    .ifPresent(length -> hazards.tell(HazardCode.VIRTUAL_TABLE, HazardList.Place.of(virtual.name()),
                            HazardList.Rows.NONE,
                            ("%s is a virtual table of %s and arrives without a search column: a row may have %,d bytes of text,"
                                    + " and a tsvector holds about 1 MB of words; index parts of the text, or search it outside")
                                    .formatted(virtual.name(), virtual.module(), length)));
        }
    }

    private static Optional<Long> longest(Schema.VirtualTable virtual, List<TableDraft> drafts) {
        if (!SearchTable.isSearch(virtual)) {
            return Optional.empty();
        }
        try {
            SearchTable search = SearchTable.of(virtual);
            return drafts.stream().filter(draft -> search.holds(draft.table())).findFirst()
                    .map(draft -> draft.profile().columns().stream()
                            .filter(profile -> search.columns().stream().anyMatch(profile.column.name()::equalsIgnoreCase))
                            .mapToLong(profile -> profile.longestText).sum());
        } catch (Untranslatable _) {
            return Optional.empty(); // it gets no search column, and DdlSearch says why
        }
    }
}
