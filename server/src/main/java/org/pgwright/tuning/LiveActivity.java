package org.pgwright.tuning;

import org.pgwright.collector.ActivityCollector;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.ActivityReport;
import org.pgwright.report.ActivityReport.OfServer;
import org.pgwright.report.LocksReport;

import java.util.List;
import java.util.function.Consumer;

/** Looks at what the sessions of a server do right now; keeps nothing. */
public final class LiveActivity {
    private final ConnectionSettings server;
    private final Consumer<String> warnings;

    /**
     * @param warnings told what the user should know
     */
    public LiveActivity(ConnectionSettings server, Consumer<String> warnings) {
        this.server = server;
        this.warnings = warnings;
    }

    /** What they do. */
    public ActivityReport activity() {
        return new ActivityReport(List.of(look()));
    }

    /** Who waits for whom. */
    public LocksReport locks() {
        return new LocksReport(List.of(look()));
    }

    private OfServer look() {
        try (TargetReader reader = TargetReader.open(server);
                ReadTransaction transaction = reader.begin()) {
            reader.warnings().forEach(warnings);
            return new OfServer(
                    server.host() + ":" + server.port(), ActivityCollector.read(transaction));
        }
    }
}
