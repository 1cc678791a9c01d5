SELECT /* pgwright:change.guard */
       coalesce(a.wait_event_type, '') AS wait_type,
       coalesce(a.wait_event, '') AS wait_event,
       coalesce((SELECT extract(epoch FROM clock_timestamp() - min(l.waitstart)) * 1000
                   FROM pg_locks l WHERE l.pid = a.pid AND NOT l.granted), 0)::bigint AS waits_millis,
       (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - w.waitstart) * 1000), 0)::bigint
          FROM pg_stat_activity b
          JOIN pg_locks w ON w.pid = b.pid AND NOT w.granted
         -- What others do is null where the role may not see it; only locks are seen by all.
         WHERE coalesce(b.backend_type, 'client backend') = 'client backend'
           AND b.usesysid IS NOT NULL
           AND b.pid <> a.pid
           AND a.pid = ANY (pg_blocking_pids(b.pid))) AS blocks_millis,
       coalesce(p.phase, '') AS phase,
       coalesce(p.blocks_done, 0) AS blocks_done,
       coalesce(p.blocks_total, 0) AS blocks_total,
       coalesce(p.tuples_done, 0) AS tuples_done,
       coalesce(p.tuples_total, 0) AS tuples_total,
       coalesce(f.follower, '') AS follower,
       coalesce(f.behind, 0)::bigint AS lag_bytes
  FROM pg_stat_activity a
  LEFT JOIN pg_stat_progress_create_index p ON p.pid = a.pid
  LEFT JOIN LATERAL (
      SELECT e.follower, pg_wal_lsn_diff(pg_current_wal_lsn(), e.reached) AS behind
        FROM (SELECT 'replica ' || coalesce(nullif(r.application_name, ''), r.client_addr::text, ''),
                     r.replay_lsn
                FROM pg_stat_replication r
               WHERE r.state IN ('streaming', 'catchup')
               UNION ALL
              SELECT 'replication slot ' || s.slot_name, s.restart_lsn
                FROM pg_replication_slots s
               WHERE NOT s.active) AS e (follower, reached)
       WHERE e.reached IS NOT NULL
       ORDER BY 2 DESC
       LIMIT 1) f ON true
 WHERE a.pid = ?
