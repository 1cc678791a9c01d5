SELECT /* pgwright:hypopg.role */ pg_catalog.set_config('role', ?, true)
