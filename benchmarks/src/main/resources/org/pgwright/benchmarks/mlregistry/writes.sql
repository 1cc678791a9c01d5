-- What the application of a full-sized registry writes, weighted as the demo's: deployments are looked for in a tenth of all.

-- query finish-deployment
UPDATE deployments
SET status = 'superseded'
WHERE deployment_id = (SELECT md5('deployment' || 1 + floor(random() * 29999)::int)::uuid);

-- query ingest-run
INSERT INTO training_runs
VALUES (gen_random_uuid(),
        md5('version' || 1 + floor(random() * 499)::int)::uuid,
        'model-' || floor(random() * 50)::int,
        'exp-' || floor(random() * 500)::int,
        'queued', NULL, now(), now(),
        '{"lr": 0.01, "batch": 64, "optimizer": "adam", "seed": 9}', '{}');
