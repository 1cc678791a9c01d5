package org.pgwright.twin.analysis;

import java.sql.SQLException;

/** Tells a server that is gone from one that refuses a statement. */
final class ServerLoss {
    private ServerLoss() {}

    /** Connection failures (class 08), shutdowns and crashes (57P01 to 57P05). */
    static boolean isLoss(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
