-- Alerts: what is beyond a threshold, who was told of it, and what became of that.
--
-- Times are of our own clock, unlike those of samples.

ALTER TABLE performance_threshold ADD CONSTRAINT performance_threshold_order CHECK (
    CASE WHEN metric_type IN ('cache_hit', 'disk_growth') THEN critical_threshold <= warning_threshold
         ELSE critical_threshold >= warning_threshold END
    AND greatest(abs(warning_threshold), abs(critical_threshold)) < 'Infinity');
COMMENT ON CONSTRAINT performance_threshold_order ON performance_threshold IS 'What is critical is worse than what is worth a warning; both are numbers.';

-- Alerts ------------------------------------------------------------------------------------------------------------

CREATE TYPE alert_subject AS ENUM ('instance', 'database', 'table', 'index', 'query', 'slot', 'replica', 'collector');
COMMENT ON TYPE alert_subject IS 'What a value is of: instance (all of it), database, table, index, query (by its hash), slot (a replication slot), replica (by its name, or a standby by its address), collector (one of pgwright''s own).';

CREATE TYPE alert_state AS ENUM ('pending', 'warning', 'critical', 'resolved');
COMMENT ON TYPE alert_state IS 'How an alert stands: pending (beyond the threshold, but not yet for as long as it has to be), warning (beyond the warning threshold), critical (beyond the critical one), resolved (over).';

CREATE TABLE alert (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    threshold_id uuid NOT NULL,
    metric_type metric_type NOT NULL,
    subject_kind alert_subject NOT NULL,
    database_name text NOT NULL,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    subject_name text NOT NULL,
    state alert_state NOT NULL,
    started_at timestamptz NOT NULL,
    fired_at timestamptz NULL,
    resolved_at timestamptz NULL,
    last_beyond_at timestamptz NOT NULL,
    last_known_at timestamptz NOT NULL,
    warning_since timestamptz NULL,
    critical_since timestamptz NULL,
    evaluations bigint NOT NULL CHECK (evaluations > 0),
    last_value double precision NOT NULL,
    worst_value double precision NOT NULL,
    acknowledged_by uuid NULL REFERENCES app_user,
    acknowledged_at timestamptz NULL,
    acknowledgement text NULL,
    is_announced boolean NOT NULL DEFAULT false,
    is_withheld boolean NOT NULL DEFAULT false,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, threshold_id) REFERENCES performance_threshold,
    CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
    CHECK (state = 'pending' OR fired_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX ON alert (instance_id, metric_type, subject_kind, database_name, schema_name, table_name, subject_name)
    WHERE state <> 'resolved';
CREATE INDEX ON alert (instance_id, resolved_at);
COMMENT ON TABLE alert IS 'One for each metric and subject that is beyond its threshold, however often that is seen; and those that are over.';
COMMENT ON COLUMN alert.subject_name IS 'Of the index, the hash of the query, the slot, the replica or the collector; empty for the others.';
COMMENT ON COLUMN alert.started_at IS 'When the value was beyond the threshold first.';
COMMENT ON COLUMN alert.fired_at IS 'When it had been so for as long as the threshold says.';
COMMENT ON COLUMN alert.last_known_at IS 'When there was a value last.';
COMMENT ON COLUMN alert.warning_since IS 'Since when all values were beyond the warning threshold; null where the last was not.';
COMMENT ON COLUMN alert.evaluations IS 'How often the value was found beyond the warning threshold.';
COMMENT ON COLUMN alert.last_value IS 'In the unit of the metric, as worst_value.';
COMMENT ON COLUMN alert.is_announced IS 'Whether a channel was told of it.';
COMMENT ON COLUMN alert.is_withheld IS 'Whether the last that happened to it is not told, because of a silence.';

CREATE TYPE alert_event_kind AS ENUM ('fired', 'escalated', 'eased', 'acknowledged', 'silenced', 'announced', 'resolved');
COMMENT ON TYPE alert_event_kind IS 'What happened to an alert: fired, escalated (from warning to critical), eased (from critical to warning), acknowledged (somebody sees to it), silenced (nobody is told), announced (a silence ended, and it still stands), resolved.';

CREATE TYPE alert_resolution AS ENUM ('back', 'no_longer_known', 'switched_off');
COMMENT ON TYPE alert_resolution IS 'Why an alert is over: back (the value is within the threshold again), no_longer_known (there was no value for too long), switched_off (the threshold is gone or disabled).';

CREATE TABLE alert_event (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    alert_id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    kind alert_event_kind NOT NULL,
    state alert_state NOT NULL,
    value double precision NOT NULL,
    threshold double precision NOT NULL,
    resolution alert_resolution NULL,
    user_id uuid NULL REFERENCES app_user,
    comment text NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, alert_id) REFERENCES alert ON DELETE CASCADE,
    CHECK ((kind = 'resolved') = (resolution IS NOT NULL))
);
CREATE INDEX ON alert_event (instance_id, alert_id, happened_at);
COMMENT ON TABLE alert_event IS 'The story of each alert.';
COMMENT ON COLUMN alert_event.state IS 'Of the alert after it; of one that is resolved the state that it had.';
COMMENT ON COLUMN alert_event.threshold IS 'That of the state, in the unit of the metric.';
COMMENT ON COLUMN alert_event.user_id IS 'Null for what pgwright found.';

CREATE TABLE alert_evaluation (
    instance_id uuid PRIMARY KEY REFERENCES instance,
    evaluated_at timestamptz NOT NULL,
    forgotten_at timestamptz NOT NULL
);
COMMENT ON TABLE alert_evaluation IS 'When the thresholds of an instance were compared last; whoever does it holds a lock on the row.';
COMMENT ON COLUMN alert_evaluation.forgotten_at IS 'When alerts that have long been over were deleted last.';

CREATE TABLE alert_silence (
    id uuid PRIMARY KEY,
    instance_id uuid NULL REFERENCES instance,
    metric_type metric_type NULL,
    subject text NULL,
    until timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    ended_at timestamptz NULL,
    comment text NOT NULL
);
COMMENT ON TABLE alert_silence IS 'Alerts that nobody wants to be told of for a time; a null matches all.';
COMMENT ON COLUMN alert_silence.subject IS 'As people see it, such as shop.public.orders, with * for any characters.';
COMMENT ON COLUMN alert_silence.ended_at IS 'When somebody ended it early.';

-- Who is told -------------------------------------------------------------------------------------------------------

CREATE TYPE channel_kind AS ENUM ('webhook', 'slack', 'email', 'pagerduty', 'alertmanager');
COMMENT ON TYPE channel_kind IS 'How people are told: webhook (JSON to a URL), slack (an incoming webhook of Slack), email (SMTP), pagerduty (events API v2), alertmanager (API v2).';

CREATE TABLE notification_channel (
    id uuid PRIMARY KEY,
    kind channel_kind NOT NULL,
    name varchar(100) NOT NULL,
    settings jsonb NOT NULL,
    secret_reference text NULL,
    encrypted_secret bytea NULL,
    allows_private boolean NOT NULL DEFAULT false,
    created_by uuid NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    CHECK ((secret_reference = 'stored') IS NOT TRUE OR encrypted_secret IS NOT NULL)
);
CREATE UNIQUE INDEX ON notification_channel (name) WHERE is_active;
COMMENT ON TABLE notification_channel IS 'Where alerts are sent to.';
COMMENT ON COLUMN notification_channel.settings IS 'Without any secret.';
COMMENT ON COLUMN notification_channel.secret_reference IS 'env:NAME, file:PATH, or stored; null for none.';
COMMENT ON COLUMN notification_channel.encrypted_secret IS 'AES-256-GCM under the key of PGWRIGHT_KEY_FILE, bound to the channel.';
COMMENT ON COLUMN notification_channel.allows_private IS 'Whether it may lead to private, loopback and link-local addresses.';
COMMENT ON COLUMN notification_channel.is_active IS 'False once it was removed.';

CREATE TABLE notification_route (
    id uuid PRIMARY KEY,
    channel_id uuid NOT NULL REFERENCES notification_channel,
    instance_id uuid NULL REFERENCES instance,
    least_severity alert_state NOT NULL CHECK (least_severity IN ('warning', 'critical')),
    UNIQUE NULLS NOT DISTINCT (channel_id, instance_id)
);
COMMENT ON TABLE notification_route IS 'Which alerts go to a channel: those of an instance, or of all where it is null, from a severity on.';

CREATE TABLE notification_outbox (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    channel_id uuid NOT NULL REFERENCES notification_channel,
    queued_at timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claimed_by uuid NULL,
    claimed_until timestamptz NULL,
    last_error text NULL,
    sent_at timestamptz NULL,
    failed_at timestamptz NULL,
    PRIMARY KEY (instance_id, id),
    CHECK (sent_at IS NULL OR failed_at IS NULL)
) WITH (fillfactor = 70);
CREATE INDEX ON notification_outbox (channel_id, queued_at, id) WHERE sent_at IS NULL AND failed_at IS NULL;
COMMENT ON TABLE notification_outbox IS 'What is to be sent to a channel, was sent, or was given up.';
COMMENT ON COLUMN notification_outbox.claimed_by IS 'The process that is sending it; another may once claimed_until is over.';
COMMENT ON COLUMN notification_outbox.last_error IS 'Without secrets.';
COMMENT ON COLUMN notification_outbox.failed_at IS 'When it was given up.';

CREATE TABLE notification_content (
    instance_id uuid NOT NULL,
    event_id uuid NOT NULL,
    channel_id uuid NOT NULL REFERENCES notification_channel,
    notification_id uuid NOT NULL,
    PRIMARY KEY (instance_id, event_id, channel_id),
    FOREIGN KEY (instance_id, event_id) REFERENCES alert_event ON DELETE CASCADE,
    FOREIGN KEY (instance_id, notification_id) REFERENCES notification_outbox ON DELETE CASCADE
);
CREATE INDEX ON notification_content (instance_id, notification_id);
COMMENT ON TABLE notification_content IS 'Which events a notification tells of: each channel is told once of each.';
