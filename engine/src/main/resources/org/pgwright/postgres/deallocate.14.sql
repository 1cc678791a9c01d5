DEALLOCATE /* pgwright:postgres.deallocate */ pgwright_plan
