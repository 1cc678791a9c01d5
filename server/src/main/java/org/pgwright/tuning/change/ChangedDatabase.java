package org.pgwright.tuning.change;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.strategy.Scope;

/**
 * A database whose indexes may be changed.
 *
 * @param settings lead to it
 * @param scope is it in the repository
 * @param instance the name of its instance
 * @param systemIdentifier of its cluster
 */
public record ChangedDatabase(
        ConnectionSettings settings, Scope scope, String instance, long systemIdentifier) {}
