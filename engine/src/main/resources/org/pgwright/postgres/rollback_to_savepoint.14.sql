ROLLBACK /* pgwright:postgres.rollback_to_savepoint */ TO SAVEPOINT pgwright
