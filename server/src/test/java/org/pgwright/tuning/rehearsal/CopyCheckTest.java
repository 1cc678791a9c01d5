package org.pgwright.tuning.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.RegisteredServers;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.PrimaryAndStandby;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Production is not taken for a copy of itself. */
final class CopyCheckTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir(factory = FolderInCache.class)
    private Path homes;

    @Test
    void refusesTheOriginHoweverItIsReached() {
        CopyCheck.Origin named = origin(place(7, THEN, "10.0.0.1:5432", "shop"));
        CopyCheck.Origin kept = new CopyCheck.Origin(null, "7", "shop");

        assertRefused(List.of(), place(7, THEN, "alias:5432", "shop"), named);
        assertRefused(List.of(server("7", "x:1", THEN)), place(7, THEN, "y:1", "shop"), kept);
        assertRefused(List.of(server("7", "x:1", THEN)), place(7, LATER, "x:1", "shop"), kept);
    }

    @Test
    void asksWhereItCannotTell() {
        CopyCheck.Origin kept = new CopyCheck.Origin(null, "7", "shop");
        List<RegisteredServers.Server> known = List.of(server("7", "x:1", THEN));
        CopyCheck.Place copy = place(7, LATER, "y:1", "shop");

        assertThat(new CopyCheck(known).doubt(copy, kept))
                .hasValueSatisfying(
                        doubt -> assertThat(doubt).contains("has the system identifier"));
        assertThat(new CopyCheck(known).doubt(copy, new CopyCheck.Origin(null, "", "")))
                .isPresent();
        assertThat(new CopyCheck(known).doubt(copy, new CopyCheck.Origin(null, "8", "shop")))
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("pgwright watches"));
    }

    @Test
    void goesOnWhereItIsAnotherServerOrDatabase() {
        CopyCheck.Origin named = origin(place(7, THEN, "x:1", "shop"));
        CopyCheck check = new CopyCheck(List.of(server("7", "x:1", THEN)));

        assertThat(check.doubt(place(7, LATER, "y:1", "shop"), named)).isEmpty();
        assertThat(check.doubt(place(7, THEN, "x:1", "shop_copy"), named)).isEmpty();
        assertThat(check.doubt(place(9, LATER, "y:1", "shop"), named)).isEmpty();
    }

    @Test
    void refusesAStandbyAndAsksOfOneThatWasPromoted() throws IOException {
        try (PrimaryAndStandby servers = PrimaryAndStandby.start(homes)) {
            CopyCheck check = new CopyCheck(List.of());
            CopyCheck.Place primary = Origins.place(settings(servers.first().port(), servers));
            CopyCheck.Place standby = Origins.place(settings(servers.second().port(), servers));

            assertThatThrownBy(() -> check.doubt(standby, origin(primary)))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageContaining("is a standby");
            assertThat(check.doubt(primary, origin(standby))).isPresent();
            assertThatThrownBy(() -> check.doubt(primary, origin(primary)))
                    .hasMessageContaining("not a copy");
        }
    }

    private static ConnectionSettings settings(int port, PrimaryAndStandby servers) {
        return ConnectionSettings.to(
                "127.0.0.1", port, "postgres", "postgres", servers.first().superuserPassword());
    }

    private static void assertRefused(
            List<RegisteredServers.Server> known, CopyCheck.Place copy, CopyCheck.Origin origin) {
        assertThatThrownBy(() -> new CopyCheck(known).doubt(copy, origin))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("not a copy of it");
    }

    private static CopyCheck.Origin origin(CopyCheck.Place place) {
        return new CopyCheck.Origin(place, Origins.system(place), place.database());
    }

    private static CopyCheck.Place place(
            long system, Instant startedAt, String address, String database) {
        return new CopyCheck.Place(
                new ServerIdentity(system, "18.1", startedAt, false, 8192), address, database);
    }

    private static RegisteredServers.Server server(
            String system, String address, Instant startedAt) {
        return new RegisteredServers.Server(
                new RegisteredNode(new UUID(0, 1), "shop", 1, address, false),
                "watcher",
                false,
                "18.1",
                false,
                THEN,
                system,
                startedAt);
    }
}
