SELECT /* pgwright:postgres.statement_timeout */
       set_config('statement_timeout', ?, true)
