package org.pgwright.tuning.watch;

import org.pgwright.collector.ServerCollector;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ReadTransaction;

import java.util.function.Consumer;

/**
 * Which server answers at an address, and in which role: looked at over each new connection, and
 * now and then, as a standby may be promoted, or another server take the place of this one.
 */
final class NodeIdentity {
    private final Consumer<String> messages;
    private ServerIdentity seen;

    /**
     * @param seen as it was registered
     * @param messages told when its role changes, the rest of a sentence about it
     */
    NodeIdentity(ServerIdentity seen, Consumer<String> messages) {
        this.seen = seen;
        this.messages = messages;
    }

    /**
     * Looks again.
     *
     * @throws PgwrightException CONNECTION_FAILED if it belongs to another cluster: nothing of that
     *     is to be counted here
     */
    synchronized ServerIdentity check(ReadTransaction transaction) {
        ServerIdentity found = ServerCollector.read(transaction);
        if (found.systemIdentifier() != seen.systemIdentifier()) {
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    "another cluster answers at this address now, of which nothing is kept here",
                    "start pgwright collect again, which registers it as an instance of its own");
        }
        if (found.isStandby() != seen.isStandby()) {
            messages.accept(found.isStandby() ? "is a replica now" : "is the primary now");
        }
        seen = found;
        return found;
    }

    /** What was found last. */
    synchronized ServerIdentity seen() {
        return seen;
    }

    /** Whether how things are is taken from it. */
    boolean isPrimary() {
        return !seen().isStandby();
    }
}
