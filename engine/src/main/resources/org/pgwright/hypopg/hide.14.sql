SELECT /* pgwright:hypopg.hide */
       bool_and({schema}.hypopg_hide_index(part.oid)) AS hidden
  FROM unnest(?::text[], ?::text[]) AS index (schema_name, name)
  JOIN pg_namespace namespace ON namespace.nspname = index.schema_name
  JOIN pg_class class
    ON class.relnamespace = namespace.oid
   AND class.relname = index.name
   AND class.relkind IN ('i', 'I')
 CROSS JOIN LATERAL (SELECT class.oid
                      UNION
                     SELECT relid::oid
                       FROM pg_partition_tree(class.oid)) AS part (oid)
 GROUP BY class.oid
