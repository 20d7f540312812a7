package dev.portage.plan;

import dev.portage.schema.Table;
import dev.portage.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One table while its plan is made: the profile, and per column what was chosen so far.
///
/// Threads: one at a time.
final class TableDraft {
    private final TableProfile profile;
    private final Choices.TableChoice choice;
    private final Optional<ExistingTable> there;
    private final List<Chosen> chosen = new ArrayList<>();

    /// @param there the application's own table that takes the rows
    TableDraft(TableProfile profile, Choices.TableChoice choice, Optional<ExistingTable> there) {
        this.profile = profile;
        this.choice = choice;
        this.there = there;
    }

    /// The application's own table that takes the rows; empty where Portage makes one.
    Optional<ExistingTable> there() {
        return there;
    }

    /// The column of that table that takes the values.
    Optional<TargetTable.Column> there(int place) {
        return there.flatMap(table -> table.find(table().columns().get(place).name()));
    }

    Table table() {
        return profile.table();
    }

    TableProfile profile() {
        return profile;
    }

    ColumnProfile profile(int place) {
        return profile.columns().get(place);
    }

    Chosen chosen(int place) {
        return chosen.get(place);
    }

    void add(Chosen next) {
        chosen.add(next);
    }

    void choose(int place, Chosen instead) {
        chosen.set(place, instead);
    }

    /// Where the column stands, -1 where there is none of that name.
    int place(String column) {
        List<Table.Column> columns = table().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    /// Whether a person named the column's type or form.
    boolean settled(int place) {
        Choices.ColumnChoice column = columnChoice(place);
        return column.type().isPresent() || column.form().isPresent();
    }

    Choices.ColumnChoice columnChoice(int place) {
        return choice.column(table().columns().get(place).name());
    }
}
