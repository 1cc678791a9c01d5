WITH /* pgwright:change.preflight */ target AS (
    SELECT c.oid, c.relowner, c.relnamespace, c.relkind, c.relpersistence, c.relispartition
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ? AND c.relname = ?
)
SELECT 'standby' AS kind, '' AS what, '' AS who, 0::bigint AS amount
 WHERE pg_is_in_recovery()
 UNION ALL
SELECT 'version', current_setting('server_version'), '', 0
 WHERE current_setting('server_version_num')::integer BETWEEN 140000 AND 140003
 UNION ALL
SELECT 'archiving', coalesce(a.last_failed_wal, ''), '', a.failed_count
  FROM pg_stat_archiver a
 WHERE current_setting('archive_mode') <> 'off'
   AND a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
 UNION ALL
SELECT 'archiving_paused', '', '', 0
 WHERE current_setting('archive_mode') <> 'off'
   AND current_setting('archive_command') = ''
   AND coalesce(current_setting('archive_library', true), '') = ''
 UNION ALL
SELECT 'build', b.pid::text, coalesce(b.datname, ''), 0
  FROM pg_stat_progress_create_index b
 WHERE b.pid <> pg_backend_pid()
 UNION ALL
SELECT 'wraparound', v.pid::text, '', 0
  FROM pg_stat_progress_vacuum v
  JOIN pg_stat_activity a ON a.pid = v.pid
  JOIN target t ON t.oid = v.relid
 WHERE v.datname = current_database() AND a.query LIKE '%(to prevent wraparound)%'
 UNION ALL
SELECT 'dump', a.pid::text, coalesce(a.usename, ''),
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000, 0)::bigint
  FROM pg_stat_activity a
 WHERE a.datname = current_database() AND a.application_name = 'pg_dump'
   AND (a.xact_start IS NOT NULL
        OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'relation'))
 UNION ALL
SELECT 'replica', coalesce(nullif(r.application_name, ''), r.client_addr::text, ''), '',
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn), 0)::bigint
  FROM pg_stat_replication r
 WHERE r.state IN ('streaming', 'catchup') AND NOT pg_is_in_recovery()
 UNION ALL
SELECT 'slot', s.slot_name::text, s.wal_status, 0
  FROM pg_replication_slots s
 WHERE s.wal_status IN ('unreserved', 'lost')
 UNION ALL
SELECT 'slot_unread', s.slot_name::text, '',
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint
  FROM pg_replication_slots s
 WHERE NOT s.active AND NOT pg_is_in_recovery()
 UNION ALL
SELECT 'unseen', current_user::text, '', 0
 WHERE NOT pg_has_role('pg_read_all_stats', 'USAGE')
 UNION ALL
SELECT 'owner', pg_get_userbyid(t.relowner)::text, current_user::text, 0
  FROM target t
 WHERE NOT pg_has_role(t.relowner, 'USAGE')
 UNION ALL
SELECT 'schema', n.nspname::text, current_user::text, 0
  FROM target t
  JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE NOT has_schema_privilege(n.oid, 'CREATE')
 UNION ALL
SELECT 'temporary', '', '', 0 FROM target t WHERE t.relpersistence = 't'
 UNION ALL
SELECT 'missing', '', '', 0 WHERE NOT EXISTS (SELECT FROM target)
 UNION ALL
SELECT 'folder', coalesce(nullif(pg_tablespace_location(
           coalesce(nullif(c.reltablespace, 0::oid), d.dattablespace)), ''),
           current_setting('data_directory', true), ''), '', 0
  FROM target t
  JOIN pg_class c ON c.oid = t.oid
  JOIN pg_database d ON d.datname = current_database()
 WHERE pg_has_role('pg_read_all_settings', 'USAGE')
