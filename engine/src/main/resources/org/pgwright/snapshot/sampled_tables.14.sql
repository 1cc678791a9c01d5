SELECT /* pgwright:snapshot.sampled_tables */
       n.nspname::text AS schema,
       r.relname::text AS name
  FROM unnest(?::text[], ?::text[]) AS wanted (schema, name)
  JOIN pg_namespace n ON n.nspname = wanted.schema
  JOIN pg_class r ON r.relnamespace = n.oid AND r.relname = wanted.name
 WHERE r.relkind IN ('r', 'm')
   AND has_schema_privilege(n.oid, 'USAGE')
   AND has_table_privilege(r.oid, 'SELECT')
   AND NOT (r.relrowsecurity AND row_security_active(r.oid))
