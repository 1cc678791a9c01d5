-- Beside the registry's own workload.

-- query run by key
SELECT * FROM training_runs WHERE run_id = md5('run77')::uuid;

-- query runs of a day
SELECT count(*), avg(accuracy) FROM training_runs WHERE created_at >= '2026-03-01 00:00+00' AND created_at < '2026-03-02 00:00+00';

-- query newest runs
SELECT run_id, model_name, status FROM training_runs ORDER BY created_at DESC LIMIT 20;

-- query runs of the last hours
SELECT count(*) FROM training_runs WHERE created_at > '2026-05-31 20:00+00';

-- query runs started beyond the newest
SELECT run_id FROM training_runs WHERE started_at > '2026-06-01 00:00+00';

-- query running runs
SELECT run_id, started_at FROM training_runs WHERE status = 'running' ORDER BY started_at;

-- query queued or running runs of an experiment
SELECT run_id FROM training_runs WHERE status IN ('queued', 'running') AND experiment_name = 'exp-3';

-- query best runs
SELECT run_id, accuracy FROM training_runs WHERE accuracy > 0.999 ORDER BY accuracy DESC;

-- query best run of a version
SELECT run_id, accuracy FROM training_runs WHERE version_id = md5('version3')::uuid ORDER BY accuracy DESC NULLS LAST LIMIT 1;

-- query best accuracy of a model
SELECT max(accuracy) FROM training_runs WHERE model_name = 'model-3';

-- query runs without an accuracy
SELECT count(*) FROM training_runs WHERE accuracy IS NULL AND status = 'succeeded';

-- query runs by status
SELECT status, count(*) FROM training_runs GROUP BY status;

-- query runs by experiment and status
SELECT experiment_name, status, count(*), avg(accuracy) FROM training_runs GROUP BY experiment_name, status;

-- query runs by month
SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS month, count(*) FROM training_runs GROUP BY 1 ORDER BY 1;

-- query runs by a hyperparameter
SELECT count(*) FROM training_runs WHERE hyperparameters ->> 'optimizer' = 'adam' AND (hyperparameters ->> 'batch')::int = 64;

-- query runs by metric
SELECT run_id FROM training_runs WHERE metrics @> '{"epoch": 12}';

-- query runs of some models
SELECT model_name, count(*) FROM training_runs WHERE model_name IN ('model-1', 'model-20', 'model-33') GROUP BY model_name;

-- query runs by prefix of the model
SELECT count(*) FROM training_runs WHERE model_name LIKE 'model-4%';

-- query next page of runs
SELECT run_id, created_at FROM training_runs
WHERE (created_at, run_id) < ('2026-02-01 00:00+00', md5('run5')::uuid)
ORDER BY created_at DESC, run_id DESC
LIMIT 50;

-- query runs or deployments of a version
SELECT run_id, created_at FROM training_runs WHERE version_id = md5('version9')::uuid
UNION ALL
SELECT deployment_id, deployed_at FROM deployments WHERE version_id = md5('version9')::uuid
ORDER BY 2 DESC;

-- query live deployments of a version
SELECT deployment_id, deployed_at FROM deployments
WHERE version_id = md5('version42')::uuid AND environment_id = 1 AND status = 'active';

-- query deployments by environment and status
SELECT environment_id, status, count(*) FROM deployments GROUP BY environment_id, status;

-- query deployments by a user
SELECT deployment_id FROM deployments WHERE deployed_by = 'user-17' ORDER BY deployed_at DESC LIMIT 10;

-- query deployments of a range of days
SELECT count(*) FROM deployments WHERE deployed_at BETWEEN '2026-01-01 00:00+00' AND '2026-01-08 00:00+00' AND status <> 'superseded';

-- query versions never deployed
SELECT v.version_id FROM model_versions v
WHERE NOT EXISTS (SELECT 1 FROM deployments d WHERE d.version_id = v.version_id);

-- query versions with a failed deployment in production
SELECT v.semver, m.model_name
FROM model_versions v
JOIN models m USING (model_id)
WHERE v.version_id IN (SELECT version_id FROM deployments WHERE status = 'failed' AND environment_id = 1);

-- query versions by metadata
SELECT version_id FROM model_versions WHERE metadata_ @> '{"framework": "xgboost", "size_mb": 42}';

-- query newest versions
SELECT version_id, semver FROM model_versions ORDER BY registered_at DESC LIMIT 25;

-- query versions of a number
SELECT model_id FROM model_versions WHERE semver = '3.4.5';

-- query newest version of each model of a team
SELECT m.model_name, v.semver
FROM models m
CROSS JOIN LATERAL (
    SELECT semver FROM model_versions v WHERE v.model_id = m.model_id ORDER BY registered_at DESC LIMIT 1) v
WHERE m.team = 'team-11';

-- query models of a team
SELECT model_name FROM models WHERE team = 'team-3' AND is_active;

-- query model by name
SELECT model_id FROM models WHERE model_name = 'model-44';

-- query approvals waiting
SELECT approval_id, approver FROM approvals WHERE status = 'requested' AND approved_at IS NULL ORDER BY approval_id LIMIT 50;

-- query approvals of an approver
SELECT count(*) FROM approvals WHERE approver = 'user-5' AND approved_at >= '2026-05-01 00:00+00';

-- query approvals of versions of a model
SELECT a.approver, a.status
FROM approvals a
JOIN model_versions v ON v.version_id = a.version_id
WHERE v.model_id = md5('model2')::uuid;

-- query cancel a run
UPDATE training_runs SET status = 'cancelled' WHERE run_id = md5('run5')::uuid;

-- query supersede deployments of a version
UPDATE deployments SET status = 'superseded' WHERE version_id = md5('version8')::uuid AND status = 'active';

-- query delete old approvals
DELETE FROM approvals WHERE approved_at < '2025-06-02 00:00+00';
