-- weight 60
INSERT INTO training_runs (run_id, version_id, model_name, experiment_name, status, accuracy,
                           started_at, created_at, hyperparameters, metrics)
VALUES (gen_random_uuid(),
        md5('version' || 1 + floor(random() * 500)::int)::uuid,
        'model-' || 1 + floor(random() * 50)::int,
        'exp-' || floor(random() * 500)::int,
        'queued', NULL, now(), now(),
        '{"lr": 0.01, "batch": 64, "optimizer": "adam", "seed": 9}', '{}')
