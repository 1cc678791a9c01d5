SELECT /* pgwright:hypopg.setting */ set_config(?, ?, true)
