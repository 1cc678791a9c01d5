RELEASE /* pgwright:postgres.release_savepoint */ SAVEPOINT pgwright
