-- Extended statistics beside indexes: wanted, made, dropped and proven in the same way.

-- None of the values that are added here may be used before this is committed.
ALTER TYPE index_type ADD VALUE 'statistics';
COMMENT ON TYPE index_type IS 'The access method: btree, hash, gin, gist, spgist and brin are PostgreSQL''s own; other is an extension''s, such as bloom or hnsw; statistics are extended statistics, which are no index.';

ALTER TYPE change_step_kind ADD VALUE 'create_statistics';
ALTER TYPE change_step_kind ADD VALUE 'drop_statistics';
COMMENT ON TYPE change_step_kind IS 'A statement of a change: create (an index, concurrently), create_parent (the index of a partitioned table, without its parts), attach (a part to it), drop (an index, concurrently), drop_parent (the index of a partitioned table with its parts), reindex (an index, concurrently), analyze (a table), create_statistics (extended statistics of a table), drop_statistics (the same).';

CREATE TYPE strategy_object AS ENUM ('index', 'statistics');
COMMENT ON TYPE strategy_object IS 'What a strategy is about: index (an index), statistics (extended statistics of a table, whose name is in index_name).';

ALTER TABLE index_strategy ADD COLUMN object strategy_object NOT NULL DEFAULT 'index';
ALTER TABLE index_change ADD COLUMN object strategy_object NOT NULL DEFAULT 'index';
COMMENT ON COLUMN index_strategy.object IS 'What it is about; index_name is the name of that.';
COMMENT ON COLUMN index_change.object IS 'What is changed; index_name is the name of that.';
COMMENT ON COLUMN index_change.create_statement IS 'What makes the index or the statistics, or brings what was dropped back.';

-- An index and statistics may have the same name, and what is dropped, and watched meanwhile, may be wanted again.
DROP INDEX index_strategy_instance_id_database_id_schema_name_table_na_idx;
CREATE UNIQUE INDEX ON index_strategy (instance_id, database_id, schema_name, table_name, index_name, object, action)
    WHERE is_active AND index_id IS NULL;
DROP INDEX index_change_instance_id_database_id_schema_name_index_name_idx;
CREATE UNIQUE INDEX ON index_change (instance_id, database_id, schema_name, index_name, object) WHERE settled_at IS NULL;
