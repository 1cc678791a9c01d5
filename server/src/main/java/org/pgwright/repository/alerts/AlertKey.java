package org.pgwright.repository.alerts;

/** What an alert is about: of each there is one alert at most that is not over. */
public record AlertKey(Metric metric, Subject subject) {}
