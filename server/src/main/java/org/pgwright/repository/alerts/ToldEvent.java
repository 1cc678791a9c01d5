package org.pgwright.repository.alerts;

/** An event of an alert, as it is told. */
public record ToldEvent(AlertEvent event, Alert alert) {}
