SELECT /* pgwright:change.statistics */
       s.oid,
       -- It would wait for who holds an exclusive lock of the table.
       CASE WHEN s.stxrelid NOT IN (
                 SELECT l.relation FROM pg_locks l
                  WHERE l.mode = 'AccessExclusiveLock' AND l.locktype = 'relation'
                    AND l.database = (SELECT d.oid FROM pg_database d
                                       WHERE d.datname = current_database()))
            THEN pg_get_statisticsobjdef(s.oid) END AS definition,
       pg_get_userbyid(s.stxowner)::text AS owner, current_user::text AS role,
       pg_has_role(s.stxowner, 'USAGE') OR pg_has_role(n.nspowner, 'USAGE') AS may_drop,
       tn.nspname AS table_schema, t.relname AS table_name
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  JOIN pg_class t ON t.oid = s.stxrelid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
 WHERE n.nspname = ? AND s.stxname = ?
