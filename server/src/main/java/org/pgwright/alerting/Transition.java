package org.pgwright.alerting;

import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Resolution;

/** What an evaluation makes of an alert: how it stands now, and what is to be told. */
public sealed interface Transition {
    /** As it stands now. */
    Alert alert();

    /** It is pending, or stays as it was. */
    record Continued(Alert alert) implements Transition {}

    /** It was pending, and its value came back in time: nobody ever knew. */
    record Withdrawn(Alert alert) implements Transition {}

    /** Its value was beyond the threshold for long enough. */
    record Fired(Alert alert) implements Transition {}

    /** From warning to critical. */
    record Escalated(Alert alert) implements Transition {}

    /** From critical to warning. */
    record Eased(Alert alert) implements Transition {}

    /**
     * It is over.
     *
     * @param before the state that it had
     */
    record Resolved(Alert alert, AlertState before, Resolution resolution) implements Transition {}
}
