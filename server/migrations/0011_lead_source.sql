-- Where a contact came from, in the words of whoever says so, as deals have it. Doors write their
-- own names: call_capture, fathom, meetings_webhook, upload, agent.
alter table contact drop constraint contact_lead_source_check;
