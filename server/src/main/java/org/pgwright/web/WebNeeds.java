package org.pgwright.web;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;

import java.time.InstantSource;

/**
 * What pages and API are made of.
 *
 * @param version of pgwright
 */
public record WebNeeds(
        Repository repository,
        Accounts accounts,
        Programs programs,
        InstantSource clock,
        Ids ids,
        String version) {}
