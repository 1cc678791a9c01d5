package org.pgwright.twin.analysis;

import java.sql.SQLException;

/** The twin refused a question on its own catalogues; carries the reason as its cause. */
final class ServerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException reason;

    ServerFailure(SQLException reason) {
        super(reason);
        this.reason = reason;
    }

    SQLException reason() {
        return reason;
    }
}
