SELECT /* pgwright:hypopg.prepared */ name
  FROM pg_prepared_statements
 WHERE name = 'pgwright_what_if'
