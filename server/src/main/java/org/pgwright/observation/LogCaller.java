package org.pgwright.observation;

/** Who had something executed, as the log says; what it does not say is empty. */
public record LogCaller(String database, String role, String application) {}
