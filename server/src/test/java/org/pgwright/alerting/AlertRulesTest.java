package org.pgwright.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Reading;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.ThresholdSettings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** When alerts come and go. */
final class AlertRulesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final AlertKey CONNECTIONS = new AlertKey(Metric.CONNECTIONS, Subject.INSTANCE);

    private final AlertRules rules = new AlertRules(UUID::randomUUID);

    /** Evaluations a minute apart. */
    private final class Run {
        private final List<Threshold> thresholds;
        private final AlertKey key;
        private Instant now = START;
        private List<Alert> open = List.of();

        private Run(AlertKey key, Threshold... thresholds) {
            this.key = key;
            this.thresholds = List.of(thresholds);
        }

        private String value(double value) {
            return step(thresholds, List.of(new Reading(key, value, now)));
        }

        private String missing() {
            return step(thresholds, List.of());
        }

        private String step(List<Threshold> all, List<Reading> readings) {
            List<Transition> transitions = rules.evaluate(all, readings, open, now);
            assertThat(transitions).hasSizeLessThanOrEqualTo(1);
            List<Alert> left = new ArrayList<>();
            for (Transition transition : transitions) {
                boolean isOver =
                        transition instanceof Transition.Withdrawn
                                || transition instanceof Transition.Resolved;
                if (!isOver) {
                    left.add(transition.alert());
                }
            }
            open = left;
            now = now.plus(Duration.ofMinutes(1));
            return transitions.isEmpty() ? "nothing" : shown(transitions.getFirst());
        }

        private static String shown(Transition transition) {
            return switch (transition) {
                case Transition.Continued continued -> continued.alert().state().label();
                case Transition.Withdrawn withdrawn -> "withdrawn";
                case Transition.Fired fired -> "fired " + fired.alert().state().label();
                case Transition.Escalated escalated -> "escalated";
                case Transition.Eased eased -> "eased";
                case Transition.Resolved resolved -> "resolved " + resolved.resolution().label();
            };
        }
    }

    private static Threshold threshold(Metric metric, double warning, double critical) {
        return threshold(metric, warning, critical, Duration.ofMinutes(2));
    }

    private static Threshold threshold(
            Metric metric, double warning, double critical, Duration lasting) {
        return new Threshold(
                UUID.randomUUID(),
                metric,
                null,
                warning,
                critical,
                true,
                ThresholdSettings.DEFAULT.lasting(lasting));
    }

    private Run connections() {
        return new Run(CONNECTIONS, threshold(Metric.CONNECTIONS, 80, 95));
    }

    @Test
    void fireOnlyOnceTheValueWasBeyondForLongEnough() {
        Run run = connections();
        assertThat(run.value(80)).isEqualTo("nothing");
        assertThat(run.value(81)).isEqualTo("pending");
        assertThat(run.value(82)).isEqualTo("pending");
        assertThat(run.value(83)).isEqualTo("fired warning");
        assertThat(run.value(84)).isEqualTo("warning");
    }

    @Test
    void areWithdrawnUnseenWhereTheValueComesBackInTime() {
        Run run = connections();
        assertThat(run.value(90)).isEqualTo("pending");
        assertThat(run.value(80)).isEqualTo("withdrawn");
        assertThat(run.value(90)).isEqualTo("pending");
    }

    @Test
    void escalateAndEaseEachInItsTime() {
        Run run = connections();
        run.value(81);
        run.value(96);
        assertThat(run.value(96)).isEqualTo("fired warning");
        assertThat(run.value(96)).isEqualTo("escalated");
        // Five percent of 95 below 95, and of 80 below 80.
        assertThat(run.value(91)).isEqualTo("critical");
        assertThat(run.value(90)).isEqualTo("eased");
        assertThat(run.value(77)).isEqualTo("warning");
        assertThat(run.value(76)).isEqualTo("resolved back");
    }

    @Test
    void fireAsCriticalWhereTheValueWasThatBadAllTheTime() {
        Run run = connections();
        run.value(99);
        run.value(99);
        assertThat(run.value(99)).isEqualTo("fired critical");
        assertThat(run.value(10)).isEqualTo("resolved back");
    }

    @Test
    void takeLessForWorseWhereItIs() {
        AlertKey cache = new AlertKey(Metric.CACHE_HIT, Subject.INSTANCE);
        Run run = new Run(cache, threshold(Metric.CACHE_HIT, 95, 85, Duration.ZERO));
        assertThat(run.value(95)).isEqualTo("nothing");
        assertThat(run.value(94)).isEqualTo("fired warning");
        assertThat(run.value(84)).isEqualTo("escalated");
        assertThat(run.value(85.7)).isEqualTo("critical");
        assertThat(run.value(85.8)).isEqualTo("eased");
        assertThat(run.value(95.2)).isEqualTo("warning");
        assertThat(run.value(95.3)).isEqualTo("resolved back");
    }

    @Test
    void endWhereWhatIsCountedIsNoLongerBeyond() {
        AlertKey deadlocks = new AlertKey(Metric.DEADLOCKS, Subject.INSTANCE);
        Run run = new Run(deadlocks, threshold(Metric.DEADLOCKS, 0, 5, Duration.ZERO));
        assertThat(run.value(0.2)).isEqualTo("fired warning");
        assertThat(run.value(0)).isEqualTo("resolved back");
    }

    @Test
    void outliveMissingValuesForAWhile() {
        Run run = new Run(CONNECTIONS, threshold(Metric.CONNECTIONS, 80, 95, Duration.ZERO));
        assertThat(run.value(90)).isEqualTo("fired warning");
        for (int minute = 1; minute < 15; minute++) {
            assertThat(run.missing()).isEqualTo("warning");
        }
        assertThat(run.missing()).isEqualTo("resolved no_longer_known");
    }

    @Test
    void endWhereTheThresholdIsSwitchedOff() {
        Run run = new Run(CONNECTIONS, threshold(Metric.CONNECTIONS, 80, 95, Duration.ZERO));
        run.value(90);
        assertThat(run.step(List.of(), List.of(new Reading(CONNECTIONS, 90, START))))
                .isEqualTo("resolved switched_off");
    }

    @Test
    void goByTheThresholdOfTheTable() {
        QualifiedName orders = new QualifiedName("public", "orders");
        AlertKey dead = new AlertKey(Metric.DEAD_ROWS, Subject.table("shop", orders));
        Threshold whole = threshold(Metric.DEAD_ROWS, 10, 30, Duration.ZERO);
        Threshold own =
                new Threshold(
                        UUID.randomUUID(),
                        Metric.DEAD_ROWS,
                        new TableName("public", "orders"),
                        50,
                        60,
                        true,
                        ThresholdSettings.DEFAULT);
        assertThat(new Run(dead, whole).value(40)).isEqualTo("fired critical");
        assertThat(new Run(dead, whole, own).value(40)).isEqualTo("nothing");
        assertThat(new Run(dead, whole, own).value(55)).isEqualTo("fired warning");
    }

    @Test
    void countAConsistentlySlowQueryAsOne() {
        AlertKey query = new AlertKey(Metric.MEAN_LATENCY, Subject.query("aaaa"));
        Run run = new Run(query, threshold(Metric.MEAN_LATENCY, 100, 1_000, Duration.ZERO));
        assertThat(run.value(900)).isEqualTo("nothing");
        assertThat(run.value(1_500)).isEqualTo("fired warning");
        run.value(1_700);
        run.value(1_200);
        run.value(980);
        Alert alert = run.open.getFirst();
        assertThat(alert.sight().count()).isEqualTo(3);
        assertThat(alert.sight().worst()).isEqualTo(1_700);
        assertThat(alert.sight().lastBeyondAt()).isEqualTo(START.plus(Duration.ofMinutes(3)));
        assertThat(alert.startedAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Property(tries = 300)
    void neverFiresBeforeItsTimeAndCountsWhatItSaw(
            @ForAll @Size(max = 60) List<@DoubleRange(min = 0, max = 100) Double> values,
            @ForAll @IntRange(max = 5) int minutes) {
        Run run =
                new Run(
                        CONNECTIONS,
                        threshold(Metric.CONNECTIONS, 80, 95, Duration.ofMinutes(minutes)));
        int beyond = 0;
        int critical = 0;
        long count = 0;
        double worst = 0;
        for (double value : values) {
            boolean wasOpen = !run.open.isEmpty();
            beyond = value > 80 ? beyond + 1 : 0;
            critical = value > 95 ? critical + 1 : 0;
            count = wasOpen ? count : 0;
            worst = wasOpen ? worst : 0;
            if (value > 80) {
                count++;
                worst = Math.max(worst, value);
            }
            String what = run.value(value);
            if (what.startsWith("fired")) {
                assertThat(beyond).isGreaterThan(minutes);
            }
            if (what.equals("fired critical") || what.equals("escalated")) {
                assertThat(critical).isGreaterThan(minutes);
            }
            if (what.startsWith("resolved")) {
                assertThat(value).isLessThanOrEqualTo(76);
            }
            if (!run.open.isEmpty()) {
                Alert alert = run.open.getFirst();
                assertThat(alert.sight().count()).isEqualTo(count);
                assertThat(alert.sight().worst()).isEqualTo(worst);
                assertThat(alert.state() == AlertState.PENDING).isEqualTo(alert.firedAt() == null);
            }
        }
    }

    @Property(tries = 100)
    void endsWhenNothingIsKnownAnyMore(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 100) Double> values) {
        Run run = new Run(CONNECTIONS, threshold(Metric.CONNECTIONS, 80, 95, Duration.ZERO));
        values.forEach(run::value);
        boolean wasOpen = !run.open.isEmpty();
        String last = "nothing";
        for (int minute = 0; minute < 20; minute++) {
            String what = run.missing();
            last = what.equals("nothing") ? last : what;
        }
        assertThat(run.open).isEmpty();
        assertThat(last)
                .isEqualTo(wasOpen ? "resolved " + Resolution.NO_LONGER_KNOWN.label() : "nothing");
    }
}
