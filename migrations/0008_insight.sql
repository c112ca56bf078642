-- What the reports need to find quickly.
-- Beside old nodes: yes.

-- Whether an opinion has become a matter that only supervision may know of.
create index cases_restricted_source on cases (source_id) where restricted;
