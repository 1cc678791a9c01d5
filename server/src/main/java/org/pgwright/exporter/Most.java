package org.pgwright.exporter;

/**
 * How much is told at the most, so that what Prometheus keeps does not grow with what is watched.
 */
public final class Most {
    /** Of a cluster, the largest. */
    public static final int DATABASES = 50;

    /** Of a cluster, the largest; the rest of a database in one where that means something. */
    public static final int TABLES = 100;

    /** Of a cluster, the largest; the rest of a database in one where that means something. */
    public static final int INDEXES = 100;

    /** Of a cluster, the dearest of the last minutes; the rest in one. */
    public static final int QUERIES = 50;

    /** Of a cluster, replicas and replication slots each. */
    public static final int PEERS = 50;

    /** Of a cluster, collectors on all servers and databases. */
    public static final int COLLECTORS = 500;

    private Most() {}
}
