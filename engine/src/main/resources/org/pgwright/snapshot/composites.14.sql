SELECT /* pgwright:snapshot.composites */
       n.nspname::text AS schema,
       t.typname::text AS name,
       a.attname::text AS attribute,
       format_type(a.atttypid, a.atttypmod) AS type,
       cn.nspname::text AS collation_schema,
       c.collname::text AS collation
  FROM pg_class r
  JOIN pg_type t ON t.oid = r.reltype
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_type y ON y.oid = a.atttypid
  LEFT JOIN pg_collation c ON c.oid = a.attcollation AND a.attcollation <> y.typcollation
  LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
 WHERE r.relkind = 'c'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT 1
                     FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = r.oid
                      AND d.deptype = 'e')
   AND NOT EXISTS (SELECT 1
                     FROM pg_depend d
                    WHERE d.classid = 'pg_type'::regclass
                      AND d.objid = t.oid
                      AND d.deptype = 'e')
 ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C", a.attnum
