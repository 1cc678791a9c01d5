SELECT /* pgwright:change.lock_holders */ DISTINCT l.pid
FROM pg_locks l
JOIN pg_class c ON c.oid = l.relation
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_database d ON d.oid = l.database
WHERE d.datname = current_database()
  AND n.nspname = ?
  AND c.relname = ?
  AND l.granted
  AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
  AND l.pid <> pg_backend_pid()
UNION
SELECT a.pid
FROM pg_stat_activity a
WHERE a.datname = current_database()
  AND a.xact_start < clock_timestamp() - ? * interval '1 millisecond'
  AND a.pid <> pg_backend_pid()
ORDER BY pid
