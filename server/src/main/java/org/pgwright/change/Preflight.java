package org.pgwright.change;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ServerAddress;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks for what would make a change fail, or make it do harm, before anything is done.
 *
 * @param obstacles a sentence each, with what to do about it
 * @param notes what could not be looked at
 */
record Preflight(List<String> obstacles, List<String> notes, DiskRoom disk) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    Preflight {
        obstacles = List.copyOf(obstacles);
        notes = List.copyOf(notes);
    }

    /**
     * What is wanted.
     *
     * @param bytes that it is expected to take, 0 for none or unknown
     */
    record Wanted(ChangedObject object, Action action, QualifiedName table, long bytes) {
        boolean isIndex() {
            return object == ChangedObject.INDEX;
        }

        /** Whether an index is built, which needs room; a drop makes some. */
        boolean isBuild() {
            return isIndex() && action != Action.DROP;
        }
    }

    static Preflight of(ChangeSession session, Wanted wanted, ChangeLimits limits)
            throws SQLException {
        Looking looking = new Looking(wanted, limits, session.settings());
        looking.ask(session.connection());
        if (wanted.isIndex()) {
            looking.transactions(
                    session.holders(wanted.table(), LockHolder.Need.BUILD, limits.patience()));
        }
        looking.disk();
        return new Preflight(looking.obstacles, looking.notes, looking.disk);
    }

    private static final class Looking {
        private final Wanted wanted;
        private final ChangeLimits limits;
        private final ConnectionSettings settings;
        private final List<String> obstacles = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private DiskRoom disk = DiskRoom.unknown();

        private Looking(Wanted wanted, ChangeLimits limits, ConnectionSettings settings) {
            this.wanted = wanted;
            this.limits = limits;
            this.settings = settings;
        }

        private void ask(Connection connection) throws SQLException {
            Query query = Query.named("change.preflight", Query.OLDEST_MAJOR);
            try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
                statement.setString(1, wanted.table().schema());
                statement.setString(2, wanted.table().name());
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        take(
                                rows.getString("kind"),
                                rows.getString("what"),
                                rows.getString("who"),
                                rows.getLong("amount"));
                    }
                }
            }
        }

        private void take(String kind, String what, String who, long amount) {
            switch (kind) {
                case "standby" -> obstacles.add("the server is a replica; name the primary");
                case "version" -> version(what);
                case "archiving" ->
                        obstacles.add(
                                "the server's archiving of WAL fails (last: %s), so that WAL piles"
                                                .formatted(what)
                                        + " up; mend archive_command or archive_library first");
                case "archiving_paused" ->
                        obstacles.add(
                                "archive_mode is on without an archive_command, so that WAL piles"
                                        + " up; set one first");
                case "build" -> build(what, who);
                case "wraparound" ->
                        obstacles.add(
                                "the table is being vacuumed to prevent wraparound: pid %s; wait"
                                                .formatted(what)
                                        + " until it has ended");
                case "dump" ->
                        obstacles.add(
                                "pg_dump is running: pid %s of %s%s; wait until it has ended"
                                        .formatted(
                                                what,
                                                who,
                                                amount == 0 ? "" : " for " + seconds(amount)));
                case "replica" -> replica(what, amount);
                case "slot" ->
                        obstacles.add(
                                "the replication slot %s is losing WAL (%s); mend or drop it first"
                                        .formatted(what, who));
                case "slot_unread" -> unread(what, amount);
                case "unseen" ->
                        notes.add(
                                "how far replicas are behind and since when others' transactions"
                                        + " are open is not known to pgwright; GRANT"
                                        + " pg_read_all_stats TO "
                                        + what);
                case "owner" ->
                        obstacles.add(
                                "the table belongs to %s; GRANT %s TO %s, or connect as its owner"
                                        .formatted(what, what, who));
                case "schema" -> schema(what, who);
                case "temporary" ->
                        obstacles.add("the table is temporary, and belongs to another session");
                case "missing" -> obstacles.add("there is no table " + wanted.table());
                case "folder" -> folder(what);
                default -> throw new IllegalStateException(kind);
            }
        }

        /** Builds wait for each other's transactions, statistics for none. */
        private void build(String pid, String database) {
            if (wanted.isIndex()) {
                obstacles.add(
                        "an index is being built: pid %s in %s; wait until it has ended"
                                .formatted(pid, database));
            }
        }

        private void version(String version) {
            if (wanted.isBuild()) {
                obstacles.add(
                        "PostgreSQL %s can build corrupt indexes concurrently; upgrade to 14.4 or"
                                        .formatted(version)
                                + " later first");
            }
        }

        private void replica(String name, long lag) {
            if (lag > limits.maxLag().count()) {
                obstacles.add(
                        "the replica %s is %s behind; wait until it has caught up"
                                .formatted(name, Words.bytes(lag)));
            }
        }

        private void unread(String slot, long behind) {
            if (behind > limits.maxLag().count()) {
                obstacles.add(
                        "nobody reads the replication slot %s, which keeps %s of WAL; start what"
                                        .formatted(slot, Words.bytes(behind))
                                + " reads it, or drop it");
            }
        }

        /** Locks that are held for less are waited for. */
        private void transactions(List<LockHolder> holders) {
            for (LockHolder holder : holders) {
                if (holder.age().compareTo(limits.patience()) >= 0) {
                    obstacles.add(
                            "a transaction has been open for longer than %s: %s; %s"
                                    .formatted(
                                            Words.seconds(limits.patience()),
                                            holder.shown(),
                                            holder.remedy()));
                }
            }
        }

        private void schema(String name, String role) {
            if (wanted.action() == Action.CREATE) {
                obstacles.add(
                        "the role may not create in the schema; GRANT CREATE ON SCHEMA %s TO %s"
                                .formatted(name, role));
            }
        }

        /** A remote server's folder may have a namesake here. */
        private void folder(String path) {
            if (!wanted.isBuild()) {
                return;
            }
            boolean isHere =
                    settings.addresses().stream()
                            .allMatch(
                                    address -> address.isSocket() || LOCAL.contains(host(address)));
            if (isHere && !path.isEmpty()) {
                disk = DiskRoom.of(Path.of(path));
            }
        }

        private static String host(ServerAddress address) {
            return address.host();
        }

        /** The index, and as much again for sorting. */
        private void disk() {
            if (!wanted.isBuild()) {
                return;
            }
            Bytes free = disk.free();
            if (free == null) {
                notes.add("how much room the server's disk has is not known to pgwright");
                return;
            }
            long needed = 2 * wanted.bytes() + limits.minFreeDisk().count();
            if (free.count() < needed) {
                obstacles.add(
                        "the server's disk has %s free, and %s are needed; make room"
                                .formatted(free, Words.bytes(needed)));
            }
        }

        private static String seconds(long millis) {
            return Words.seconds(Duration.ofSeconds(millis / 1000));
        }
    }
}
