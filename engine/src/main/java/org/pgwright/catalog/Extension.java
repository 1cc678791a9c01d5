package org.pgwright.catalog;

/** An installed extension and the schema that its objects are in. */
public record Extension(String name, String version, String schema) {}
