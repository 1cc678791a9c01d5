SELECT /* pgwright:snapshot.constraints */
       n.nspname::text AS schema,
       r.relname::text AS table_name,
       c.conname::text AS name,
       c.contype::text AS kind,
       pg_get_constraintdef(c.oid) AS definition,
       c.convalidated AS validated,
       NOT c.conislocal OR c.conparentid <> 0 AS inherited,
       ARRAY(SELECT a.attname::text
               FROM unnest(c.conkey) WITH ORDINALITY AS k (attribute, position)
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attribute
              ORDER BY k.position) AS columns,
       fn.nspname::text AS referenced_schema,
       f.relname::text AS referenced_table,
       ARRAY(SELECT a.attname::text
               FROM unnest(c.confkey) WITH ORDINALITY AS k (attribute, position)
               JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attribute
              ORDER BY k.position) AS referenced_columns
  FROM pg_constraint c
  JOIN pg_class r ON r.oid = c.conrelid
  JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_class f ON f.oid = c.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
 WHERE c.contype IN ('p', 'u', 'x', 'f', 'c')
   AND r.relpersistence <> 't'
   AND r.relkind IN ('r', 'p', 'f')
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT c.conrelid = ANY (?::bigint[])
 ORDER BY n.nspname COLLATE "C", r.relname COLLATE "C", c.conname COLLATE "C", c.oid
