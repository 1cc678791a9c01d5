SELECT /* pgwright:collector.plan_session */
       pg_catalog.set_config('lock_timeout', ?, true)
