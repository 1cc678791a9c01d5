package org.pgwright.collector;

import org.pgwright.observation.Setting;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/** Reads the settings of a server. */
public final class SettingsCollector {
    private SettingsCollector() {}

    /** All settings but those that only our own session has. */
    public static List<Setting> read(ReadTransaction transaction) {
        return transaction.rows(
                "collector.settings",
                Deadlines.COLLECTION,
                row ->
                        new Setting(
                                row.text("setting_name"),
                                row.textOrNull("setting_value"),
                                row.textOrNull("unit"),
                                row.textOrNull("source")));
    }
}
