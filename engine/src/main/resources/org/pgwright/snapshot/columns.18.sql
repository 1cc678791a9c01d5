SELECT /* pgwright:snapshot.columns */
       r.oid::bigint AS relation,
       a.attname::text AS name,
       format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       cn.nspname::text AS collation_schema,
       c.collname::text AS collation,
       a.attidentity <> '' AS identity,
       CASE WHEN a.attgenerated = 'v' THEN
         (SELECT pg_get_expr(g.adbin, g.adrelid)
            FROM pg_attrdef g
           WHERE g.adrelid = a.attrelid AND g.adnum = a.attnum)
       END AS generation
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  JOIN pg_attribute a ON a.attrelid = r.oid
  JOIN pg_type y ON y.oid = a.atttypid
  LEFT JOIN pg_collation c ON c.oid = a.attcollation AND a.attcollation <> y.typcollation
  LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
 WHERE r.relkind IN ('r', 'p', 'm', 'f')
   AND r.relpersistence <> 't'
   AND NOT r.oid = ANY (?::bigint[])
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND a.attnum > 0
   AND NOT a.attisdropped
 ORDER BY r.oid, a.attnum
