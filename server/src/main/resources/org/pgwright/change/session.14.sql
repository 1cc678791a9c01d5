SELECT /* pgwright:change.session */
       set_config('application_name', ?, false),
       set_config('lock_timeout', ?, false),
       set_config('statement_timeout', ?, false),
       set_config('idle_in_transaction_session_timeout', '60s', false),
       set_config('default_transaction_read_only', 'off', false),
       set_config('search_path', 'pg_catalog', false),
       set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '5', false),
       set_config('tcp_keepalives_count', '3', false),
       set_config('client_min_messages', 'warning', false)
