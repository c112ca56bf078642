-- 苗头: words that many say, found beside cells in which many speak.
-- Beside old nodes: yes; they show such a proposal by its cell alone, and their nightly look leaves it as it is.

alter table proposals
  -- How much a text must share with one of its cases to belong to it; null where the cell stands out, whatever is said there.
  add column near double precision;
