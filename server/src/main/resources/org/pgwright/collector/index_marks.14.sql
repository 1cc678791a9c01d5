SELECT /* pgwright:collector.index_marks */
       n.nspname::text AS schema_name,
       r.relname::text AS index_name,
       r.oid::bigint AS oid,
       s.spcname::text AS tablespace,
       d.description IS NOT NULL AS has_comment,
       EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = r.oid AND a.attnum > 0
                  AND coalesce(a.attstattarget, -1) >= 0) AS has_targets,
       ARRAY(SELECT e.extname::text
               FROM pg_depend p
               JOIN pg_extension e ON e.oid = p.refobjid
              WHERE p.classid = 'pg_class'::regclass
                AND p.objid = r.oid
                AND p.refclassid = 'pg_extension'::regclass
                AND p.deptype = 'x') AS extensions
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_tablespace s ON s.oid = r.reltablespace
  LEFT JOIN pg_description d ON d.objoid = r.oid
                            AND d.classoid = 'pg_class'::regclass
                            AND d.objsubid = 0
 WHERE r.relkind IN ('i', 'I')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
