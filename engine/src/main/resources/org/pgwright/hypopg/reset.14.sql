SELECT /* pgwright:hypopg.reset */ {schema}.hypopg_reset()
