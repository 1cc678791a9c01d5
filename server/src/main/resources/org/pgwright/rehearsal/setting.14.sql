SELECT /* pgwright:rehearsal.setting */ set_config(?, ?, true)
