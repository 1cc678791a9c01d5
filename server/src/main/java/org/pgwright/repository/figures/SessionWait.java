package org.pgwright.repository.figures;

/**
 * What sessions were found doing, over the looks at them.
 *
 * @param state as in pg_stat_activity, such as {@code active}
 * @param type of what they waited for (manual, section 27.2.3); empty for what ran
 * @param event what they waited for; empty for what ran
 * @param sessions how many there were at a time on average
 */
public record SessionWait(String state, String type, String event, double sessions) {}
