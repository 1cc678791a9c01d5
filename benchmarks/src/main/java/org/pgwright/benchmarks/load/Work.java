package org.pgwright.benchmarks.load;

import java.sql.Connection;
import java.sql.SQLException;

/** What a client does again and again. */
public interface Work {
    /** Gets ready, and returns what is done each time. */
    Turn on(Connection connection) throws SQLException;

    /** One transaction or statement. */
    interface Turn {
        void take() throws SQLException;
    }
}
