PREPARE /* pgwright:postgres.prepare */ pgwright_plan AS {statement}
