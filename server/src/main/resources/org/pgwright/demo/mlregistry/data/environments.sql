INSERT INTO environments (environment_id, environment_name)
VALUES (1, 'production'), (2, 'staging'), (3, 'development');
