SET /* pgwright:rehearsal.begin */ TRANSACTION READ WRITE
