package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.report.StatusReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How all servers are. */
@Controller
public final class OverviewPages {
    private static final Duration LATELY = Duration.ofHours(1);

    private final KnownFigures figures;
    private final Pages pages;

    public OverviewPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    @GetMapping("/")
    View overview() {
        List<FleetRow> rows = figures.instances().stream().map(this::row).toList();
        return pages.page(Pages.Head.of("overview", "Overview", null), Map.of("rows", rows));
    }

    private FleetRow row(WatchedInstance instance) {
        StatusReport report = figures.status(new FiguresOptions(instance.name(), LATELY, null));
        InstanceStatus status = report.status();
        InstanceStatus.@Nullable Sessions sessions = status.sessions();
        Double hit = status.throughput().cacheHit();
        return new FleetRow(
                instance.name(),
                Place.address(instance),
                sessions == null ? "" : sessions.connections() + " of " + sessions.limit(),
                sessions == null ? "" : Words.whole(sessions.active()),
                sessions == null ? "" : Words.whole(sessions.waitingForLocks()),
                hit == null ? "" : Words.percent(hit, 1),
                Words.whole(status.slowQueries()),
                new Bytes(status.throughput().databaseBytes()).toString(),
                Words.second(instance.now()));
    }
}
