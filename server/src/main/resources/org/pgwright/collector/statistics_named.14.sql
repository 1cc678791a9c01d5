SELECT /* pgwright:collector.statistics_named */
       n.nspname AS schema, s.stxname AS name, tn.nspname AS table_schema,
       t.relname AS table_name, pg_get_statisticsobjdef(s.oid) AS definition
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  JOIN pg_class t ON t.oid = s.stxrelid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
 WHERE s.stxname = ?
   AND (n.nspname = ? OR (? = '' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'))
   AND pg_get_statisticsobjdef(s.oid) IS NOT NULL
 ORDER BY n.nspname
 LIMIT 2
