package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.repository.samples.CollectorRuns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

final class LanesTest {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final CollectorHealth health = new CollectorHealth("db:5432", messages::add);
    private final Lanes lanes = new Lanes(Duration.ofMillis(1));
    private final Stop stop = new Stop();

    @Test
    void beginsALaneAgainThatADefectEnded() {
        AtomicInteger runs = new AtomicInteger();
        lanes.start(
                () -> {
                    if (runs.incrementAndGet() < 4) {
                        throw new IllegalStateException("with the value 'secret'");
                    }
                },
                health,
                stop);
        lanes.await();

        assertThat(runs).hasValue(4);
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith(
                        "db:5432: collecting: unexpected IllegalStateException in LanesTest, line")
                .doesNotContain("secret");
        assertThat(health.take()).extracting(CollectorRuns.Runs::failures).containsExactly(3);
    }

    @Test
    void endsWithTheStopThoughItFailsAllTheTime() {
        AtomicInteger runs = new AtomicInteger();
        lanes.start(
                () -> {
                    runs.incrementAndGet();
                    throw new StackOverflowError();
                },
                health,
                stop);
        Watching.until(() -> runs.get() > 2);
        stop.now();
        lanes.await();

        assertThat(messages).hasSize(1);
    }

    @Test
    void keepsWhatCouldNotBeWrittenDownForTheNextTime() {
        CollectorRuns.Subject subject = new CollectorRuns.Subject("activity", "");
        health.add(subject, Duration.ofMillis(5), "the repository is away");
        List<CollectorRuns.Runs> taken = health.take();
        health.add(subject, Duration.ofMillis(3), null);
        health.giveBack(taken);

        assertThat(health.take())
                .containsExactly(
                        new CollectorRuns.Runs(
                                subject,
                                2,
                                1,
                                Duration.ofMillis(8),
                                Duration.ofMillis(5),
                                "the repository is away"));
    }
}
