SELECT /* pgwright:postgres.session */
       set_config(name, value, true)
  FROM (VALUES ('statement_timeout', ?),
               ('lock_timeout', ?),
               ('idle_in_transaction_session_timeout', ?),
               ('search_path', 'pg_catalog'),
               ('row_security', 'off'),
               ('standard_conforming_strings', 'on'),
               ('quote_all_identifiers', 'off'),
               ('DateStyle', 'ISO, YMD'),
               ('IntervalStyle', 'postgres'),
               ('TimeZone', 'UTC'),
               ('extra_float_digits', '1'),
               ('bytea_output', 'hex'),
               ('jit', 'off'),
               ('max_parallel_workers_per_gather', '0')) AS setting (name, value)
