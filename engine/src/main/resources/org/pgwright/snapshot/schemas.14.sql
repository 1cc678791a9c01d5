SELECT /* pgwright:snapshot.schemas */
       n.nspname::text AS name
  FROM pg_namespace n
 WHERE n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
 ORDER BY n.nspname COLLATE "C"
