package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.repository.RegisteredServers;

import java.util.List;
import java.util.Optional;

/**
 * Whether a server is the copy that it is said to be. A copy of a data folder has the system
 * identifier of its origin, as has a replica that was promoted; so the start of the server and its
 * address decide, and where they cannot, somebody is asked.
 *
 * @param known the servers that the repository knows
 */
record CopyCheck(List<RegisteredServers.Server> known) {
    /**
     * A database on a server.
     *
     * @param address for people
     */
    record Place(ServerIdentity server, String address, String database) {}

    /**
     * What is known of the origin.
     *
     * @param place as it is now; null where nobody leads to it
     * @param systemIdentifier as an unsigned number; empty where it is not known
     * @param database empty where it is not known
     */
    record Origin(@Nullable Place place, String systemIdentifier, String database) {}

    /**
     * Looks at a copy.
     *
     * @return what speaks against it, to be asked about; empty if it is surely another server
     * @throws PgwrightException USAGE if it is the origin, or a standby
     */
    Optional<String> doubt(Place copy, Origin origin) {
        if (copy.server().isStandby()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    copy.address() + " is a standby, on which no index can be made",
                    "promote it, or name a copy that can be written to");
        }
        String system = Long.toUnsignedString(copy.server().systemIdentifier());
        refuseOrigin(copy, origin, system);
        if (origin.systemIdentifier().isEmpty()) {
            return Optional.of(
                    "nothing says which database the proposals are for, so that it can be %s itself"
                            .formatted(copy.address()));
        }
        if (origin.systemIdentifier().equals(system)) {
            boolean isOtherDatabase = !origin.database().equals(copy.database());
            return isOtherDatabase || isSurelyAnother(origin.place())
                    ? Optional.empty()
                    : Optional.of(
                            ("%s has the system identifier of the server that the proposals are"
                                            + " for, as a copy of its data folder has, but that"
                                            + " server itself, too")
                                    .formatted(copy.address()));
        }
        return watched(system)
                .map(
                        server ->
                                "%s is, or is a copy of, the server %s that pgwright watches"
                                        .formatted(copy.address(), server.node().instanceName()));
    }

    /** A primary that answers elsewhere is the origin, so that the copy is not. */
    private static boolean isSurelyAnother(@Nullable Place place) {
        return place != null && !place.server().isStandby();
    }

    private void refuseOrigin(Place copy, Origin origin, String system) {
        Place place = origin.place();
        boolean isSame =
                origin.systemIdentifier().equals(system)
                        && origin.database().equals(copy.database());
        boolean startedTogether =
                place != null && place.server().startedAt().equals(copy.server().startedAt());
        if (isSame && (startedTogether || isKnown(copy, system))) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "%s is the server that the proposals are for, not a copy of it"
                            .formatted(copy.address()),
                    "restore a copy of it elsewhere and name that with --on");
        }
    }

    private boolean isKnown(Place copy, String system) {
        return known.stream()
                .filter(server -> server.systemIdentifier().equals(system))
                .anyMatch(
                        server ->
                                server.node().address().equals(copy.address())
                                        || server.startedAt().equals(copy.server().startedAt()));
    }

    private Optional<RegisteredServers.Server> watched(String system) {
        return known.stream()
                .filter(server -> server.systemIdentifier().equals(system))
                .findFirst();
    }
}
