SELECT /* pgwright:hypopg.setting */ pg_catalog.set_config(?, ?, true)
