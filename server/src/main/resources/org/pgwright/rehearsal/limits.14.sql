SELECT /* pgwright:rehearsal.limits */
       set_config('statement_timeout', ?, true),
       set_config('lock_timeout', ?, true),
       set_config('idle_in_transaction_session_timeout', '60s', true)
