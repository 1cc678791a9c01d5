-- A repository with something in every table.
INSERT INTO app_user (id, name) VALUES ('00000000-0000-7000-8000-000000000002', 'Zoë	"\n" ☃');
INSERT INTO instance (instance_id, system_identifier, name, created_by)
VALUES ('10000000-0000-7000-8000-000000000001', -7, E'shop\nin Oslo', '00000000-0000-7000-8000-000000000001');
INSERT INTO node (instance_id, address, role_name, connection, encrypted_password, is_standby, server_version, server_started_at)
SELECT instance_id, 'db1:5432', 'w', '{"a": "\\ \" \n"}', '\x0001ff', false, '18.6', '2026-11-01 10:00Z' FROM instance;
INSERT INTO monitored_database (instance_id, database_oid, database_name, first_seen, last_seen)
SELECT instance_id, 4000000000, 'shop', now(), now() FROM instance;
INSERT INTO monitored_table (instance_id, database_id, schema_name, table_name, kind, first_seen, last_seen)
SELECT instance_id, database_id, 'public', 'orders', 'r', now(), now() FROM monitored_database;
INSERT INTO monitored_index (instance_id, table_id, index_name, method, definition, keys, is_unique, is_primary, is_constraint, is_valid, first_seen, last_seen)
SELECT instance_id, table_id, 'orders_pkey', 'btree', 'CREATE ...', '[{"column": "id"}]', true, true, true, true, now(), now() FROM monitored_table;
INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
SELECT instance_id, 'abc', E'SELECT\t1 -- \\N \\. \r\n', false, now() FROM instance;
INSERT INTO statement_source (instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level, statement_id, first_seen)
SELECT instance_id, node_id, database_id, 10, 'app', -1, true, statement_id, now() FROM node JOIN monitored_database USING (instance_id) JOIN statement USING (instance_id);
INSERT INTO counter_look (instance_id, node_id, database_id, kind, taken_at, server_started_at, evictions, is_restricted)
SELECT instance_id, node_id, 0, 'statement', now(), now(), 0, false FROM node;
INSERT INTO collection_lease (instance_id, node_id, holder, held_until)
SELECT instance_id, node_id, instance_id, now() FROM node;
INSERT INTO interval_logged (instance_id, node_id, until)
SELECT instance_id, node_id, now() FROM node;
INSERT INTO counter_state (instance_id, node_id, kind, object_id, database_id, incarnation, counters)
SELECT instance_id, node_id, 'statement', 1, 0, 0, '{1,2,3}' FROM node;
INSERT INTO statement_sample (instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete, objects, calls)
SELECT instance_id, node_id, 0, '2026-11-26 10:00Z'::timestamptz + n * interval '1 hour', '2026-11-26 09:59Z', '{eviction,crash}', '{}', '{1,2}', ARRAY[n, NULL]
  FROM node, generate_series(0, 30) AS n;
INSERT INTO statement_hour (instance_id, hour, source_id, is_incomplete, calls)
SELECT instance_id, '2026-11-26 10:00Z', source_id, true, 9 FROM statement_source;
INSERT INTO rolled_up SELECT instance_id, 'statement', now() FROM instance;
INSERT INTO setting_history (instance_id, node_id, setting_name, seen_at, setting_value) SELECT instance_id, node_id, 'work_mem', now(), NULL FROM node;
INSERT INTO activity_sample
SELECT instance_id, node_id, '2026-11-26 10:00Z', 1, 100, '{1}', '{active}', '{""}', '{NULL}', '{shop}', '{app}', '{"a,b"}', '{1}', '{NULL}', '{5}', '{""}' FROM node;
INSERT INTO activity_minute SELECT instance_id, '2026-11-26 10:00Z', node_id, 'shop', 'app', 'a', 1, 'active', '', '', 1, 0 FROM node;
INSERT INTO session_event
SELECT instance_id, '2026-11-26 10:00Z', node_id, 7, 'lock_wait', '2026-11-26 10:00Z', '2026-11-26 09:59Z', '2026-11-26 10:01Z', NULL, 60000, 61, false, 'shop', 'app', 'a', 'active', 1, '[{"pid": 8}]' FROM node;
INSERT INTO activity_summed SELECT instance_id, 'events', '-infinity' FROM instance;
INSERT INTO replication_sample SELECT instance_id, node_id, '2026-11-26 10:00Z', 'r1', 'streaming', true, 5, '1.5 s', NULL FROM node;
INSERT INTO logged_scan_hour SELECT instance_id, '2026-11-26 10:00Z', node_id, index_id, 3, 4500 FROM node JOIN monitored_index USING (instance_id);
INSERT INTO index_strategy (id, instance_id, database_id, schema_name, table_name, index_name, index_type, index_definition, columns, usage_pattern, maintenance_window, created_by, index_id)
SELECT '20000000-0000-7000-8000-000000000001', instance_id, database_id, 'public', 'orders', 'orders_pkey', 'btree', 'CREATE ...', '[{"column": "id"}]', 'point_lookup', 'any_time',
       '00000000-0000-7000-8000-000000000001', index_id FROM monitored_database JOIN monitored_index USING (instance_id);
INSERT INTO index_usage_stats (id, instance_id, index_strategy_id, schema_name, table_name, index_name, stats_date)
SELECT '30000000-0000-7000-8000-000000000001', instance_id, id, 'public', 'orders', 'orders_pkey', '2026-11-26' FROM index_strategy;
INSERT INTO query_performance_log (id, instance_id, query_hash, query_pattern, execution_time_ms, rows_examined, rows_returned, database_user, executed_at, rows_examined_source, source, calls, node_id, database_id, statement_id)
SELECT '40000000-0000-7000-8000-000000000001', instance_id, 'abc', 'SELECT 1', 12.345678, 5, 1, 'app', '2026-11-26 10:00Z', 'plan', 'log', 1, node_id, database_id, statement_id FROM statement_source;
INSERT INTO plan (instance_id, plan_hash, statement_id, plan, rows_examined, indexes_used, first_seen, last_seen)
SELECT instance_id, '\x01', statement_id, '[{"Plan": {"Node Type": "Result"}}]', 1, '["a"]', '2026-11-26 10:00Z', '2026-11-26 10:00Z' FROM statement_source;
INSERT INTO plan_change (instance_id, statement_id, database_id, new_plan_hash, old_plan_hash, changed_at, last_before, old_executions, old_median_ms, old_mean_ms, new_executions, new_median_ms, new_mean_ms, cause, details, old_plan, new_plan)
SELECT instance_id, statement_id, database_id, '\x02', '\x01', '2026-11-26 10:00Z', '2026-11-26 09:00Z', 3, 1.5, 2, 4, 10, 11, 'index_gone', '["orders_idx"]', '[]', '[]' FROM statement_source;
INSERT INTO query_log_strategy SELECT instance_id, '2026-11-26 10:00Z', '40000000-0000-7000-8000-000000000001', id FROM index_strategy;
INSERT INTO log_event (id, instance_id, node_id, logged_at, kind, message, details)
SELECT '50000000-0000-7000-8000-000000000001', instance_id, node_id, '2026-11-26 10:00Z', 'deadlock', 'x', '{}' FROM node;
INSERT INTO bloat_estimate
SELECT instance_id, '2026-11-26 10:00Z', database_id, '{1,2}', '{8192,16384}', '{0,8192}', '{8192,NULL}', '{NULL,not_readable}', '{1}', '{8192}', '{NULL}', '{other_method}' FROM monitored_database;
INSERT INTO schema_finding (instance_id, database_id, kind, schema_name, table_name, index_name, columns, detail, first_seen, last_seen)
SELECT instance_id, database_id, 'duplicate_index', 'public', 'orders', 'orders_id', '{"lower((note)::text)",id}', E'a\tb', now(), now() FROM monitored_database;
INSERT INTO column_state SELECT instance_id, table_id, '{id,NULL}', '{bigint,text}', '{-1,NULL}', '{0,0.25}', '{8,NULL}' FROM monitored_table;
INSERT INTO job VALUES ('sums', now(), NULL, 'x');
INSERT INTO performance_threshold (id, instance_id, metric_type, schema_name, table_name, warning_threshold, critical_threshold, threshold_unit, alert_configuration, created_by)
SELECT '60000000-0000-7000-8000-000000000001', instance_id, 'cache_hit', 'public', 'orders', 95.5, 85, 'percent', '{"for": "PT10M"}', '00000000-0000-7000-8000-000000000001' FROM instance;
INSERT INTO alert (id, instance_id, threshold_id, metric_type, subject_kind, database_name, schema_name, table_name, subject_name, state, started_at, fired_at, resolved_at, last_beyond_at, last_known_at, warning_since, critical_since, evaluations, last_value, worst_value, acknowledged_by, acknowledged_at, acknowledgement, is_announced)
SELECT '61000000-0000-7000-8000-000000000001', instance_id, id, 'cache_hit', 'table', 'shop', 'public', 'orders', '', 'critical', '2026-11-26 10:00Z', '2026-11-26 10:10Z', NULL, '2026-11-26 10:20Z', '2026-11-26 10:21Z', '2026-11-26 10:00Z', NULL, 7, 0.1, '-Infinity', '00000000-0000-7000-8000-000000000001', '2026-11-26 10:15Z', E'mine\t\\N', true FROM performance_threshold WHERE table_name = 'orders';
INSERT INTO alert_event (id, instance_id, alert_id, happened_at, kind, state, value, threshold, resolution, user_id, comment)
SELECT '62000000-0000-7000-8000-000000000001', instance_id, id, '2026-11-26 10:15Z', 'acknowledged', 'critical', 80.25, 85, NULL, '00000000-0000-7000-8000-000000000001', E'on\nit' FROM alert;
INSERT INTO alert_evaluation SELECT instance_id, '2026-11-26 10:20Z', '-infinity' FROM instance;
INSERT INTO alert_silence SELECT '63000000-0000-7000-8000-000000000001', instance_id, 'cache_hit', 'shop.*', '2026-11-26 11:00Z', '00000000-0000-7000-8000-000000000001', '2026-11-26 10:00Z', NULL, 'upgrade' FROM instance;
INSERT INTO notification_channel (id, kind, name, settings, secret_reference, encrypted_secret, allows_private, created_by, created_at)
VALUES ('64000000-0000-7000-8000-000000000001', 'webhook', 'ops', '{"url": "https://example.org/"}', 'stored', '\x00ff5c', true, '00000000-0000-7000-8000-000000000001', '2026-11-26 10:00Z');
INSERT INTO notification_route SELECT '65000000-0000-7000-8000-000000000001', id, NULL, 'critical' FROM notification_channel;
INSERT INTO notification_outbox (id, instance_id, channel_id, queued_at, next_attempt_at, attempts, last_error)
SELECT '66000000-0000-7000-8000-000000000001', i.instance_id, c.id, '2026-11-26 10:15Z', '2026-11-26 10:16Z', 2, 'it answered with status 503' FROM instance i, notification_channel c;
INSERT INTO notification_content SELECT e.instance_id, e.id, o.channel_id, o.id FROM alert_event e JOIN notification_outbox o USING (instance_id);
