package org.pgwright.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.Thresholds;
import org.pgwright.repository.alerts.Unit;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules, dashboard and documentation know the metrics that there are, and no others. */
final class MonitoringFileTest {
    private static final Pattern METRIC = Pattern.compile("\\bpgwright_[a-z0-9_]+");
    private static final Pattern ALERT =
            Pattern.compile("- alert: (\\w+)\\n\\s+expr: '(.*)'\\n\\s+for: (\\w+)");

    private static Set<String> named(String text) {
        Matcher metric = METRIC.matcher(text);
        Set<String> names = new TreeSet<>();
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }

    private static Set<String> exposed() {
        return Stream.of(Family.values())
                .flatMap(
                        family ->
                                family.type() == Family.Type.HISTOGRAM
                                        ? Stream.of("_bucket", "_sum", "_count")
                                                .map(suffix -> family.metric() + suffix)
                                        : Stream.of(family.metric()))
                .collect(Collectors.toSet());
    }

    @Test
    void rulesNameMetricsThatThereAre() {
        assertThat(named(MonitoringFile.RULES.content())).isNotEmpty().isSubsetOf(exposed());
    }

    @Test
    void dashboardNamesMetricsThatThereAre() {
        Set<String> named = new HashSet<>();
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                named.addAll(named(target.get("expr").stringValue()));
            }
        }
        for (JsonNode variable : dashboard().get("templating").get("list")) {
            named.addAll(named(variable.path("definition").stringValue("")));
        }
        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(exposed());
    }

    @Test
    void dashboardHasWhatGrafanaImports() {
        JsonNode dashboard = dashboard();
        assertThat(dashboard.get("uid").stringValue()).isEqualTo("pgwright");
        assertThat(dashboard.get("schemaVersion").intValue()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.get("id").isNull()).isTrue();
        Set<Integer> ids = new HashSet<>();
        List<JsonNode> places = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").intValue())).isTrue();
            assertThat(panel.get("type").stringValue())
                    .isIn("row", "stat", "timeseries", "bargauge");
            assertThat(panel.get("title").stringValue()).isNotBlank();
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").intValue() + place.get("w").intValue()).isBetween(1, 24);
            places.forEach(other -> assertThat(overlap(place, other)).isFalse());
            places.add(place);
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return isWithin(one, other, "x", "w") && isWithin(one, other, "y", "h");
    }

    private static boolean isWithin(JsonNode one, JsonNode other, String start, String length) {
        int a = one.get(start).intValue();
        int b = other.get(start).intValue();
        return a < b + other.get(length).intValue() && b < a + one.get(length).intValue();
    }

    private static JsonNode dashboard() {
        return JsonMapper.shared().readTree(MonitoringFile.DASHBOARD.content());
    }

    @Test
    void rulesRepeatTheThresholdsThatAnInstanceBeginsWith() {
        Set<String> rules = new HashSet<>();
        Matcher alert = ALERT.matcher(MonitoringFile.RULES.content());
        while (alert.find()) {
            String[] expression = alert.group(2).split(" ", -1);
            rules.add(
                    "%s %s %s for %s"
                            .formatted(
                                    alert.group(1),
                                    expression[expression.length - 2],
                                    expression[expression.length - 1],
                                    alert.group(3)));
        }
        List<String> wanted = new ArrayList<>();
        try (TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(kept)) {
            Instances instances =
                    new Instances(
                            repository,
                            InstantSource.system(),
                            new Ids(InstantSource.system(), new Random(1)));
            ServerSeen server =
                    new ServerSeen(
                            1,
                            ConnectionSettings.to("db1", 5432, "pgwright", "shop", ""),
                            "pgwright",
                            false,
                            "18.1",
                            Instant.EPOCH);
            UUID id = instances.register(server, "shop").instanceId();
            for (Threshold one : repository.inTransaction(jdbc -> new Thresholds().all(jdbc, id))) {
                wanted.add(rule(one, "Warning", one.warning()));
                wanted.add(rule(one, "Critical", one.critical()));
            }
        }
        assertThat(wanted).hasSize(2 * Metric.values().length);
        assertThat(rules).containsAll(wanted);
    }

    private static String rule(Threshold threshold, String severity, double value) {
        Metric metric = threshold.metric();
        String name =
                Stream.of(metric.label().split("_", -1))
                        .map(
                                part ->
                                        part.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + part.substring(1))
                        .collect(Collectors.joining());
        return "Pgwright%s%s %s %s for %s"
                .formatted(
                        name,
                        severity,
                        metric.isLessWorse() ? "<" : ">",
                        base(metric.unit(), value),
                        lasting(threshold.settings().lasting()));
    }

    private static String base(Unit unit, double value) {
        BigDecimal given = BigDecimal.valueOf(value);
        BigDecimal base =
                switch (unit) {
                    case MILLISECONDS -> given.movePointLeft(3);
                    case HOURS -> given.multiply(BigDecimal.valueOf(3_600));
                    case DAYS -> given.multiply(BigDecimal.valueOf(86_400));
                    case PERCENT -> given.movePointLeft(2);
                    case SECONDS, COUNT, BYTES, TRANSACTIONS -> given;
                };
        return base.signum() == 0 ? "0" : base.stripTrailingZeros().toPlainString();
    }

    private static String lasting(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        return time.toMinutes() % 60 == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }

    @Test
    void documentationHasARowForEachMetric() throws IOException {
        String page = Files.readString(documentation());
        for (Family family : Family.values()) {
            String labels =
                    family.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", "));
            assertThat(page)
                    .contains(
                            "| `%s` | %s |"
                                    .formatted(
                                            family.metric(),
                                            family.type().name().toLowerCase(Locale.ROOT)))
                    .containsPattern(
                            Pattern.quote("| `" + family.metric() + "` |")
                                    + ".*\\| "
                                    + Pattern.quote(labels)
                                    + " ?\\|");
        }
        assertThat(named(page))
                .isSubsetOf(
                        Stream.of(Family.values()).map(Family::metric).collect(Collectors.toSet()));
    }

    private static Path documentation() {
        Path here = Path.of("").toAbsolutePath();
        Path page = here.resolve("docs/metrics.md");
        return Files.exists(page) ? page : here.resolveSibling("docs").resolve("metrics.md");
    }
}
