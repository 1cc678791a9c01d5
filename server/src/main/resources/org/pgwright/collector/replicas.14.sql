SELECT /* pgwright:collector.replicas */
       coalesce(nullif(r.application_name, ''), 'pid ' || r.pid)
         || CASE WHEN count(*) OVER (PARTITION BY r.application_name) > 1
                 THEN ' (' || coalesce(host(r.client_addr) || ':' || r.client_port,
                                       'pid ' || r.pid) || ')'
                 ELSE ''
            END AS peer,
       coalesce(r.state, '') AS state,
       r.replay_lsn IS NOT NULL
         AND NOT EXISTS (SELECT FROM pg_replication_slots s
                          WHERE s.active_pid = r.pid AND s.slot_type = 'logical') AS is_replica,
       pg_wal_lsn_diff(p.position, r.replay_lsn)::bigint AS lag_bytes,
       (extract(epoch FROM r.replay_lag) * 1000000)::bigint AS lag_micros,
       NULL::bigint AS retained_bytes
  FROM pg_stat_replication r
 CROSS JOIN (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                         ELSE pg_current_wal_lsn() END AS position) p
UNION ALL
SELECT 'slot:' || s.slot_name,
       CASE WHEN s.active THEN 'active' ELSE 'inactive' END,
       false,
       NULL,
       NULL,
       pg_wal_lsn_diff(p.position, s.restart_lsn)::bigint
  FROM pg_replication_slots s
 CROSS JOIN (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                         ELSE pg_current_wal_lsn() END AS position) p
UNION ALL
SELECT 'upstream',
       CASE WHEN EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 'streaming' ELSE 'not receiving' END,
       false,
       pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint,
       CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
                  * 1000000)::bigint
       END,
       NULL
 WHERE pg_is_in_recovery()
