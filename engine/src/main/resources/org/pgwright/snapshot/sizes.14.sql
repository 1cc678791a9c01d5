SELECT /* pgwright:snapshot.sizes */
       r.oid::bigint AS oid,
       pg_relation_size(r.oid) AS bytes,
       CASE WHEN r.reltoastrelid <> 0 AND NOT r.reltoastrelid = ANY (?::bigint[])
            THEN pg_relation_size(r.reltoastrelid)
       END AS toast_bytes
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
 WHERE r.relkind IN ('r', 'm', 'i')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT r.oid = ANY (?::bigint[])
