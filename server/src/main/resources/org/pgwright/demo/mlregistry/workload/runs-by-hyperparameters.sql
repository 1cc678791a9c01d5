-- weight 2
SELECT run_id, model_name, accuracy
FROM training_runs
WHERE hyperparameters @> '{"optimizer": "lamb", "batch": 128, "seed": 4711}'
