package org.pgwright.snapshot;

import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

/** Says why a snapshot has no statements, for those who cannot do without. */
public final class NoWorkload {
    static final String SUBJECT = "pg_stat_statements";

    static final String INSTALL =
            "run CREATE EXTENSION pg_stat_statements in this database (it must also be among"
                    + " shared_preload_libraries), or name SQL files with --workload";

    static final String PRELOAD =
            "add pg_stat_statements to shared_preload_libraries (ALTER SYSTEM SET"
                    + " shared_preload_libraries = 'pg_stat_statements') and restart the server,"
                    + " or name SQL files with --workload";

    static final String FORGET =
            "run SELECT pg_stat_statements_reset(), which forgets all that it counted, or name SQL"
                    + " files with --workload";

    static final String NAME_FILES = "try again, or name SQL files with --workload";

    private static final String NOT_YET =
            "let the application run for a while, lower --min-calls and --min-time, or name SQL"
                    + " files with --workload";

    private NoWorkload() {}

    static String allow(String role) {
        return "GRANT USAGE on the extension's schema and SELECT on its view pg_stat_statements TO "
                + Identifier.shown(role)
                + ", or name SQL files with --workload";
    }

    /** The error NO_WORKLOAD with the reason and remedy that the snapshot's gaps tell. */
    public static PgwrightException in(Snapshot snapshot) {
        return snapshot.gaps().stream()
                .filter(gap -> gap.subject().equals(SUBJECT))
                .findFirst()
                .map(gap -> error(gap.subject() + ": " + gap.effect(), gap.remedy()))
                .orElseGet(() -> error("there is no statement to advise on", NOT_YET));
    }

    private static PgwrightException error(String what, String remedy) {
        return new PgwrightException(ErrorCode.NO_WORKLOAD, what, remedy);
    }
}
