package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.PolicyReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.strategy.Policy;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.change.PolicyForm;
import org.pgwright.web.access.Asking;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.function.Function;

/** What is done with indexes without asking, and when. */
@RestController
@RequestMapping("/api/v1/databases/{database}/policy")
@Tag(name = "Strategies")
public final class PoliciesEndpoints {
    private final Function<Actor, Changes> changes;

    /**
     * @param changes of who decides
     */
    public PoliciesEndpoints(Function<Actor, Changes> changes) {
        this.changes = changes;
    }

    @Operation(
            operationId = "policy",
            summary = "What may be done by itself, for one database of a server or all others")
    @GetMapping
    PolicyReport policy(@PathVariable String database, @RequestParam @Nullable String of) {
        Changes byThem = changes.apply(Asking.actor());
        WatchedInstance found = byThem.instance(database);
        String name = PolicyForm.database(of);
        return new PolicyReport(found.name(), name, byThem.policy(found.instanceId(), name));
    }

    @Operation(operationId = "setPolicy", summary = "Sets the whole of it")
    @PutMapping
    PolicyReport set(
            @PathVariable String database,
            @RequestParam @Nullable String of,
            @RequestBody PolicyForm wanted) {
        Changes byThem = changes.apply(Asking.actor());
        WatchedInstance found = byThem.instance(database);
        String name = PolicyForm.database(of);
        Policy policy = wanted.policy();
        return new PolicyReport(
                found.name(), name, byThem.setPolicy(found.instanceId(), name, before -> policy));
    }
}
