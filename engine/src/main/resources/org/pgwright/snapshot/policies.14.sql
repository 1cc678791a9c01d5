SELECT /* pgwright:snapshot.policies */
       n.nspname::text AS schema,
       r.relname::text AS table_name,
       p.polname::text AS name,
       p.polpermissive AS permissive,
       CASE p.polcmd
         WHEN 'r' THEN 'SELECT'
         WHEN 'a' THEN 'INSERT'
         WHEN 'w' THEN 'UPDATE'
         WHEN 'd' THEN 'DELETE'
         ELSE 'ALL'
       END AS command,
       CASE WHEN p.polroles = '{0}' THEN ARRAY['public']
            ELSE ARRAY(SELECT g.rolname::text
                         FROM pg_roles g
                        WHERE g.oid = ANY (p.polroles)
                        ORDER BY g.rolname COLLATE "C")
       END AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using_expression,
       pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
  FROM pg_policy p
  JOIN pg_class r ON r.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = r.relnamespace
 WHERE NOT p.polrelid = ANY (?::bigint[])
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
 ORDER BY n.nspname COLLATE "C", r.relname COLLATE "C", p.polname COLLATE "C"
