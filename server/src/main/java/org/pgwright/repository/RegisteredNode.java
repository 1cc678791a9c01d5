package org.pgwright.repository;

import java.util.UUID;

/**
 * A server that the repository knows.
 *
 * @param nodeId unique within the instance
 * @param newInstance whether the instance was not known before
 */
public record RegisteredNode(
        UUID instanceId, String instanceName, int nodeId, String address, boolean newInstance) {}
