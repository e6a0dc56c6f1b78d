-- The weekly mail is written in the language of those who read it.
alter table report_settings
  add column mail_language text not null default 'en' check (mail_language in ('en', 'fr', 'ar'));
