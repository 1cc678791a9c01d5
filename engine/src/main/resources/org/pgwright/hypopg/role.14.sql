SELECT /* pgwright:hypopg.role */ set_config('role', ?, true)
