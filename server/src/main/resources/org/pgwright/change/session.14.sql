SELECT /* pgwright:change.session */
       set_config('application_name', ?, false),
       set_config('lock_timeout', ?, false),
       set_config('statement_timeout', '0', false),
       set_config('default_transaction_read_only', 'off', false),
       set_config('client_min_messages', 'warning', false)
