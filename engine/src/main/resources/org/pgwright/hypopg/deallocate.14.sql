DEALLOCATE /* pgwright:hypopg.deallocate */ pgwright_what_if
