SELECT /* pgwright:snapshot.collations */
       n.nspname::text AS schema,
       c.collname::text AS name,
       CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
       c.collisdeterministic AS deterministic,
       c.collcollate AS collate,
       c.collctype AS character_type,
       c.colllocale AS locale,
       c.collicurules AS icu_rules
  FROM pg_collation c
  JOIN pg_namespace n ON n.oid = c.collnamespace
 WHERE n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT 1
                     FROM pg_depend d
                    WHERE d.classid = 'pg_collation'::regclass
                      AND d.objid = c.oid
                      AND d.deptype = 'e')
 ORDER BY n.nspname COLLATE "C", c.collname COLLATE "C", c.collencoding
