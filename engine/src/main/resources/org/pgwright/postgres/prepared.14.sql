SELECT /* pgwright:postgres.prepared */ name
  FROM pg_prepared_statements
 WHERE name = 'pgwright_plan'
