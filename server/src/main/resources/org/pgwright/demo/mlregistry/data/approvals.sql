-- Most requests wait; half of the approvals have no date.
INSERT INTO approvals (version_id, approver, status, approved_at)
SELECT md5('version' || 1 + floor(random() * current_setting('mlregistry.versions')::int)::int)::uuid,
       'user-' || floor(random() * 60)::int,
       CASE WHEN random() < 0.3 THEN 'approved'
            WHEN random() < 0.8 THEN 'requested'
            ELSE 'rejected' END,
       CASE WHEN random() < 0.5 THEN timestamptz '2026-06-01 00:00:00+00' - random() * interval '365 days' END
FROM generate_series(1, current_setting('mlregistry.approvals')::int);
