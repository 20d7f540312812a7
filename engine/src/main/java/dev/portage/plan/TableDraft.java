package dev.portage.plan;

import dev.portage.schema.Table;
import java.util.ArrayList;
import java.util.List;

/// One table while its plan is made: the profile, and per column what was chosen so far.
///
/// Threads: one at a time.
final class TableDraft {
    private final TableProfile profile;
    private final Choices.TableChoice choice;
    private final List<Chosen> chosen = new ArrayList<>();

    TableDraft(TableProfile profile, Choices.TableChoice choice) {
        this.profile = profile;
        this.choice = choice;
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
