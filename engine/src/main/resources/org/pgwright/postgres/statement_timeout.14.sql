SELECT /* pgwright:postgres.statement_timeout */
       pg_catalog.set_config('statement_timeout', ?, true)
