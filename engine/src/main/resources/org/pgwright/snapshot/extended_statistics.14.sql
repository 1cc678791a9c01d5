SELECT /* pgwright:snapshot.extended_statistics */
       sn.nspname::text AS schema,
       s.stxname::text AS name,
       n.nspname::text AS table_schema,
       r.relname::text AS table_name,
       pg_get_statisticsobjdef(s.oid) AS definition,
       s.oid::bigint AS oid
  FROM pg_statistic_ext s
  JOIN pg_namespace sn ON sn.oid = s.stxnamespace
  JOIN pg_class r ON r.oid = s.stxrelid
  JOIN pg_namespace n ON n.oid = r.relnamespace
 WHERE n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND r.relpersistence <> 't'
   AND NOT s.stxrelid = ANY (?::bigint[])
 ORDER BY sn.nspname COLLATE "C", s.stxname COLLATE "C"
