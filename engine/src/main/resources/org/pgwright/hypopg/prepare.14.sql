PREPARE /* pgwright:hypopg.prepare */ pgwright_what_if AS {statement}
