SELECT /* pgwright:hypopg.unhide */ {schema}.hypopg_unhide_all_indexes()
