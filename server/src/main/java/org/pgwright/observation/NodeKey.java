package org.pgwright.observation;

import java.util.UUID;

/**
 * A node in the repository.
 *
 * @param instanceId the cluster that it belongs to
 * @param nodeId its number within
 */
public record NodeKey(UUID instanceId, int nodeId) {}
