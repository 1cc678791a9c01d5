SAVEPOINT /* pgwright:postgres.savepoint */ pgwright
