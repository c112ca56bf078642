-- What the reports need to find quickly.
-- Beside old nodes: yes.

-- Whether an opinion has become a matter that only supervision may know of.
create index cases_restricted_source on cases (source_id) where restricted;

-- The dimensions of a graded call, each once: what the report's scores are the mean of.
create unique index answers_graded on answers (task_id, dimension) include (score) where dimension is not null;
