-- Control of live calls from any node.

-- Where the process that holds a call is reached by other nodes.
alter table agent_call add column node_url text;

-- A token may also carry one command to the node that holds a call: it is redeemed once, within seconds.
alter table call_token
  drop constraint call_token_purpose_check,
  add constraint call_token_purpose_check check (purpose in ('call', 'listen', 'control'));
