SELECT /* pgwright:snapshot.maximum_alignment */
       max_data_alignment AS alignment
  FROM pg_control_init()
