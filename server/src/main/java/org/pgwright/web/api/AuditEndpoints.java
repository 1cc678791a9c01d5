package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.AuditEntry;
import org.pgwright.repository.account.AuditLog;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.UUID;

/** What people and programs asked for; for administrators. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit")
public final class AuditEndpoints {
    private static final int MOST = 1_000;

    private final Repository repository;
    private final AuditLog audit = new AuditLog();

    public AuditEndpoints(Repository repository) {
        this.repository = repository;
    }

    /**
     * Entries, the newest first.
     *
     * @param next to be given as before, for those that are older; null for none
     */
    public record Entries(List<Entry> entries, @Nullable UUID next) {}

    /** What somebody did. */
    public record Entry(
            UUID id,
            String at,
            String user,
            @Nullable String token,
            @Nullable String address,
            String action,
            String subject,
            String outcome) {
        static Entry of(AuditEntry entry) {
            return new Entry(
                    entry.id(),
                    entry.at().toString(),
                    entry.who().userName(),
                    entry.who().tokenName(),
                    entry.who().address(),
                    entry.action(),
                    entry.subject(),
                    entry.outcome());
        }
    }

    @Operation(operationId = "audit", summary = "What people and programs did, the newest first")
    @GetMapping
    Entries before(
            @RequestParam @Nullable UUID before, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new PgwrightException(ErrorCode.USAGE, "limit is " + limit, "give 1 to " + MOST);
        }
        List<Entry> entries =
                repository
                        .inTransaction(Work.READ, jdbc -> audit.before(jdbc, before, limit))
                        .stream()
                        .map(Entry::of)
                        .toList();
        return new Entries(entries, entries.size() < limit ? null : entries.getLast().id());
    }
}
