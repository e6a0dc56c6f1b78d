-- New entries of these indexes wait in a list that is sorted in every two seconds, beside the writes. With
-- PostgreSQL's own limit of 4 MB a batch of a thousand rows has to do it itself, and waits 0.2 s for it.
alter index contact_search set (gin_pending_list_limit = 32768);
alter index company_search set (gin_pending_list_limit = 32768);
alter index deal_search set (gin_pending_list_limit = 32768);
