SELECT /* pgwright:hypopg.create */
       definition.number,
       hypothetical.indexname AS name,
       {schema}.hypopg_relation_size(hypothetical.indexrelid) AS bytes
  FROM unnest(?::text[]) WITH ORDINALITY AS definition (sql, number)
 CROSS JOIN LATERAL {schema}.hypopg_create_index(definition.sql) AS hypothetical
