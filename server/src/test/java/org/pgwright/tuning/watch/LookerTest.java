package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.collector.RelationsCollector;
import org.pgwright.collector.ServerCollector;
import org.pgwright.observation.IndexReading;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at a real server, under which others change the schema. */
final class LookerTest {
    private final TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST);
    private final List<String> messages = new ArrayList<>();
    private final CollectorHealth health = new CollectorHealth("db:5432", messages::add);
    private final List<String> kept = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void drop() {
        shop.close();
    }

    @BeforeEach
    void create() {
        shop.execute(
                "CREATE TABLE note (id int)",
                "CREATE INDEX by_id_1 ON note (id)",
                "CREATE INDEX by_id_2 ON note (id)",
                "CREATE INDEX by_id_3 ON note (id)");
    }

    @Test
    void looksAgainAtOnceWhereAnIndexWasDroppedUnderIt() {
        assertThat(perform(1)).isEqualTo(Looker.Outcome.KEPT);

        assertThat(kept).containsExactlyInAnyOrder("by_id_2", "by_id_3");
        assertThat(looks).hasValue(2);
        assertThat(messages).isEmpty();
        assertThat(health.take()).extracting(CollectorRuns.Runs::failures).containsExactly(0);
    }

    @Test
    void givesUpWhereItHappensEachTime() {
        assertThat(perform(3)).isNotEqualTo(Looker.Outcome.KEPT);

        assertThat(looks).hasValue(3);
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("db:5432: relations: running collector.indexes: ");
    }

    /** Looks at all relations, while an index is dropped in so many looks. */
    private Looker.Outcome perform(int drops) {
        try (Looker looker = new Looker(settings(), "", identity(), health)) {
            return looker.perform(
                    new Task(
                            "relations",
                            Duration.ofMinutes(1),
                            transaction -> read(transaction, drops)));
        }
    }

    private Runnable read(ReadTransaction transaction, int drops) {
        // The transaction sees what was there when it began.
        if (looks.incrementAndGet() <= drops) {
            shop.execute("DROP INDEX by_id_" + looks);
        }
        List<IndexReading> indexes = RelationsCollector.read(transaction).indexes();
        return () -> indexes.forEach(index -> kept.add(index.name()));
    }

    private NodeIdentity identity() {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            return new NodeIdentity(ServerCollector.read(transaction), messages::add);
        }
    }

    private ConnectionSettings settings() {
        return ConnectionSettings.to(
                shop.host(), shop.port(), shop.user(), shop.name(), shop.password());
    }
}
