-- Who may call a number over SIP. JSON: allowed addresses and the name of the login, whose password is
-- among the encrypted credentials. Null for numbers of other carriers.
alter table phone_number add column sip_inbound text;

-- All numbers of this machine's SIP, whatever their workspace, and who answers a number.
create index phone_number_of_sip on phone_number (number) where provider = 'SIP';
