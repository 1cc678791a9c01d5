WITH RECURSIVE /* pgwright:change.lock_holders */ root AS (
    SELECT c.oid
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ? AND c.relname = ?
),
member AS (
    SELECT r.oid FROM root r
     UNION
    SELECT i.inhrelid
      FROM member m
      JOIN pg_class p ON p.oid = m.oid AND p.relkind = 'p'
      JOIN pg_inherits i ON i.inhparent = m.oid
),
held AS (
    SELECT l.pid, l.virtualtransaction, l.mode
      FROM pg_locks l
      JOIN member m ON m.oid = l.relation
     WHERE l.granted
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
),
holder AS (
    SELECT a.pid, '' AS prepared, coalesce(a.usename, '') AS role,
           coalesce(a.application_name, '') AS application,
           a.xact_start AS began, coalesce(a.state, '') AS state,
           EXISTS (SELECT FROM held h
                    WHERE h.pid = a.pid
                      AND h.mode <> ALL (string_to_array(?, ' '))) AS in_the_way
      FROM pg_stat_activity a
     WHERE a.datname = current_database()
       AND a.pid <> pg_backend_pid()
       -- Null where the role may not see it; the launcher of autovacuum and its like have no user.
       AND coalesce(a.backend_type, 'client backend') = 'client backend'
       AND a.usesysid IS NOT NULL
       AND (a.xact_start IS NULL OR a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL
            OR EXISTS (SELECT FROM held h WHERE h.pid = a.pid))
     UNION ALL
    SELECT 0, p.gid, p.owner::text, '', p.prepared, 'prepared', true
      FROM pg_prepared_xacts p
      -- Its own lock leads to its others; it has no process.
      JOIN pg_locks own ON own.locktype = 'transactionid' AND own.transactionid = p.transaction
                       AND own.granted AND own.pid IS NULL
     WHERE p.database = current_database()
       AND EXISTS (SELECT FROM held h
                    WHERE h.pid IS NULL AND h.virtualtransaction = own.virtualtransaction)
)
SELECT h.pid, h.prepared, h.role, h.application, h.state,
       coalesce(extract(epoch FROM clock_timestamp() - h.began) * 1000, 0)::bigint AS age_millis
  FROM holder h
 WHERE h.in_the_way OR h.began < clock_timestamp() - ? * interval '1 millisecond'
 ORDER BY h.began
