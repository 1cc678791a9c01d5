SELECT /* pgwright:change.lock_holders */
       a.pid, coalesce(a.usename, '') AS role, coalesce(a.application_name, '') AS application,
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000, 0)::bigint AS age_millis,
       coalesce(a.state, '') AS state
  FROM pg_stat_activity a
 WHERE a.datname = current_database()
   AND a.pid <> pg_backend_pid()
   AND a.backend_type = 'client backend'
   AND a.xact_start IS NOT NULL
   AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL
        OR EXISTS (SELECT FROM pg_locks l
                    WHERE l.pid = a.pid AND l.granted AND l.relation IS NOT NULL
                      AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')))
   AND (a.xact_start < clock_timestamp() - ? * interval '1 millisecond'
        OR EXISTS (SELECT FROM pg_locks l
                     JOIN pg_class c ON c.oid = l.relation
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE l.pid = a.pid AND l.granted
                      AND l.database = (SELECT d.oid FROM pg_database d
                                         WHERE d.datname = current_database())
                      AND n.nspname = ? AND c.relname = ?
                      AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')))
 ORDER BY a.xact_start
