SELECT /* pgwright:snapshot.sampling_session */
       set_config('constraint_exclusion', 'off', true)
