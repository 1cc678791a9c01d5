WITH /* pgwright:collector.activity */ clock AS MATERIALIZED (
    SELECT clock_timestamp() AS now)
SELECT (extract(epoch FROM c.now) * 1000000)::bigint AS taken_at_micros,
       current_setting('max_connections')::integer AS connection_limit,
       count(*) FILTER (WHERE a.backend_type = 'client backend') OVER () AS connections,
       a.application_name = current_setting('application_name')
         AND a.usename = current_user AS is_ours,
       a.pid,
       a.backend_type,
       coalesce(a.state, '') AS state,
       coalesce(a.wait_event_type, '') AS wait_type,
       coalesce(a.wait_event, '') AS wait_event,
       coalesce(a.datname::text, '') AS database_name,
       coalesce(a.datid, 0)::bigint AS database_oid,
       coalesce(a.usename::text, '') AS role_name,
       coalesce(a.usesysid, 0)::bigint AS role_oid,
       coalesce(a.application_name, '') AS application_name,
       coalesce(host(a.client_addr), '') AS client_address,
       coalesce(a.query_id, 0) AS query_id,
       CASE WHEN a.state = 'idle' THEN '' ELSE coalesce(a.query, '') END AS query_text,
       CASE WHEN a.leader_pid IS NULL
            THEN (extract(epoch FROM c.now - a.xact_start) * 1000)::bigint
       END AS transaction_millis,
       (extract(epoch FROM c.now - CASE WHEN a.state LIKE 'idle%' THEN a.state_change
                                        ELSE a.query_start
                                   END) * 1000)::bigint AS query_millis,
       CASE WHEN a.wait_event_type = 'Lock'
            THEN array_to_string(pg_blocking_pids(a.pid), ',')
            ELSE ''
       END AS blockers
  FROM clock c
 CROSS JOIN pg_stat_activity a
 WHERE a.pid <> pg_backend_pid()
