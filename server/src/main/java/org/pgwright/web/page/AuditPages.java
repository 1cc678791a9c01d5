package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.AuditEntry;
import org.pgwright.repository.account.AuditLog;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people and programs did. */
@Controller
public final class AuditPages {
    private static final int SHOWN = 100;

    private final Repository repository;
    private final Pages pages;
    private final AuditLog audit = new AuditLog();

    public AuditPages(Repository repository, Pages pages) {
        this.repository = repository;
        this.pages = pages;
    }

    @GetMapping("/settings/audit")
    View audit(@RequestParam @Nullable UUID before) {
        List<AuditEntry> entries =
                repository.inTransaction(Work.READ, jdbc -> audit.before(jdbc, before, SHOWN));
        return pages.page(
                Pages.Head.of("settings-audit", "Audit", null),
                Map.of(
                        "entries",
                        entries,
                        "older",
                        entries.size() < SHOWN
                                ? ""
                                : "/settings/audit?before=" + entries.getLast().id()));
    }
}
