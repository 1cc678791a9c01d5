SELECT /* pgwright:change.timeouts */
       set_config('lock_timeout', ?, false),
       set_config('statement_timeout', ?, false)
