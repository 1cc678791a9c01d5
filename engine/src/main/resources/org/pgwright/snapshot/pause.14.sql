SELECT /* pgwright:snapshot.pause */ pg_sleep(0.2)
