package org.pgwright.web;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.report.StatusReport;
import org.pgwright.report.Words;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** How all servers are. */
@Controller
final class OverviewPages {
    private static final Duration LATELY = Duration.ofHours(1);

    private final Repository repository;
    private final Figures figures;
    private final Pages pages;
    private final WatchedInstances instances = new WatchedInstances();

    OverviewPages(Repository repository, Pages pages) {
        this.repository = repository;
        this.figures = new Figures(repository);
        this.pages = pages;
    }

    @GetMapping("/")
    View overview() {
        List<WatchedInstance> all = repository.inTransaction(Work.READ, instances::all);
        List<FleetRow> rows = all.stream().map(this::row).toList();
        return pages.page("overview", "Overview", Map.of("rows", rows));
    }

    private FleetRow row(WatchedInstance instance) {
        StatusReport report = figures.status(new FiguresOptions(instance.name(), LATELY, null));
        InstanceStatus status = report.status();
        InstanceStatus.@Nullable Sessions sessions = status.sessions();
        Double hit = status.throughput().cacheHit();
        return new FleetRow(
                instance.name(),
                sessions == null ? "" : sessions.connections() + " of " + sessions.limit(),
                sessions == null ? "" : Words.whole(sessions.active()),
                sessions == null ? "" : Words.whole(sessions.waitingForLocks()),
                hit == null ? "" : Words.percent(hit, 1),
                Words.whole(status.slowQueries()),
                new Bytes(status.throughput().databaseBytes()).toString(),
                instance.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
