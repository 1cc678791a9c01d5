package org.pgwright.web;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.tuning.watch.WatchList;

import java.time.InstantSource;
import java.util.function.Function;

/**
 * What pages and API are made of.
 *
 * @param version of pgwright
 */
public record WebNeeds(
        String version,
        Repository repository,
        Accounts accounts,
        Programs programs,
        InstantSource clock,
        Ids ids,
        Servers servers,
        Deciding deciding) {
    /**
     * What is watched.
     *
     * @param watched told of what changes
     */
    public record Servers(ServerRegister register, WatchList watched) {}

    /**
     * What people decide and ask for.
     *
     * @param changes of who decides
     * @param alerts what that one may do about alerts
     */
    public record Deciding(
            Function<Actor, Changes> changes,
            TaskDesk tasks,
            Function<Actor, AlertOffice> alerts) {}
}
