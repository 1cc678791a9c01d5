WITH /* pgwright:sessions.session */ clock AS MATERIALIZED (
    SELECT clock_timestamp() AS now)
SELECT a.pid,
       (extract(epoch FROM a.backend_start) * 1000000)::bigint AS started_micros,
       (extract(epoch FROM a.query_start) * 1000000)::bigint AS query_started_micros,
       a.pid = pg_backend_pid()
         OR a.application_name = current_setting('application_name') AS is_ours,
       coalesce(a.backend_type, '') AS backend_type,
       coalesce(a.state, '') AS state,
       coalesce(a.wait_event_type, '') AS wait_type,
       coalesce(a.wait_event, '') AS wait_event,
       coalesce(a.datname::text, '') AS database_name,
       coalesce(a.usename::text, '') AS role_name,
       coalesce(a.application_name, '') AS application_name,
       coalesce(host(a.client_addr), '') AS client_address,
       coalesce(a.query_id, 0) AS query_id,
       CASE WHEN a.state = 'idle' THEN '' ELSE coalesce(a.query, '') END AS query_text,
       (extract(epoch FROM c.now - a.xact_start) * 1000)::bigint AS transaction_millis,
       (extract(epoch FROM c.now - CASE WHEN a.state LIKE 'idle%' THEN a.state_change
                                        ELSE a.query_start
                                   END) * 1000)::bigint AS query_millis,
       CASE WHEN a.wait_event_type = 'Lock'
            THEN array_to_string(pg_blocking_pids(a.pid), ',')
            ELSE ''
       END AS blockers,
       coalesce((SELECT string_agg(b.pid::text, ',' ORDER BY b.pid)
                   FROM pg_stat_activity b
                  WHERE b.wait_event_type = 'Lock' AND a.pid = ANY (pg_blocking_pids(b.pid))),
                '') AS blocked,
       current_user::text AS our_role,
       coalesce(r.rolsuper, false) AND NOT me.rolsuper AS is_above_us,
       me.rolsuper OR pg_has_role(me.oid, 'pg_signal_backend', 'USAGE')
         OR coalesce(pg_has_role(me.oid, a.usesysid, 'USAGE'), false) AS may_signal
  FROM clock c
 CROSS JOIN pg_stat_activity a
  JOIN pg_roles me ON me.rolname = current_user
  LEFT JOIN pg_roles r ON r.oid = a.usesysid
 WHERE a.pid = ?
