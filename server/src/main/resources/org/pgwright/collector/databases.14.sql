SELECT /* pgwright:collector.databases */
       d.oid::bigint AS database_oid,
       d.datname::text AS database_name,
       d.datallowconn AND has_database_privilege(d.oid, 'CONNECT') AS may_connect,
       CASE WHEN has_database_privilege(d.oid, 'CONNECT')
              OR pg_has_role('pg_read_all_stats', 'USAGE')
            THEN pg_database_size(d.oid)
       END AS database_bytes,
       age(d.datfrozenxid)::bigint AS frozen_transaction_age,
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS taken_at_micros,
       (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started_at_micros,
       (extract(epoch FROM s.stats_reset) * 1000000)::bigint AS reset_at_micros,
       s.xact_commit AS commits,
       s.xact_rollback AS rollbacks,
       s.blks_hit AS blocks_hit,
       s.blks_read AS blocks_read,
       s.tup_returned AS rows_returned,
       s.tup_fetched AS rows_fetched,
       s.tup_inserted AS rows_inserted,
       s.tup_updated AS rows_updated,
       s.tup_deleted AS rows_deleted,
       s.conflicts,
       s.temp_files,
       s.temp_bytes,
       s.deadlocks,
       round(s.blk_read_time * 1000)::bigint AS block_read_time,
       round(s.blk_write_time * 1000)::bigint AS block_write_time,
       round(s.session_time * 1000)::bigint AS session_time,
       round(s.active_time * 1000)::bigint AS active_time,
       round(s.idle_in_transaction_time * 1000)::bigint AS idle_in_transaction_time,
       s.sessions,
       s.sessions_abandoned,
       s.sessions_fatal,
       s.sessions_killed
  FROM pg_database d
  JOIN pg_stat_database s ON s.datid = d.oid
 WHERE NOT d.datistemplate
