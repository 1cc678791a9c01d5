package org.pgwright.repository.strategy;

import java.util.UUID;

/** A database of an instance. */
public record Scope(UUID instanceId, int databaseId) {}
