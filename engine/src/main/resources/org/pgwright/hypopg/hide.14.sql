SELECT /* pgwright:hypopg.hide */
       index.schema_name,
       index.name,
       {schema}.hypopg_hide_index(class.oid) AS hidden
  FROM unnest(?::text[], ?::text[]) AS index (schema_name, name)
  JOIN pg_namespace namespace ON namespace.nspname = index.schema_name
  JOIN pg_class class
    ON class.relnamespace = namespace.oid
   AND class.relname = index.name
   AND class.relkind IN ('i', 'I')
