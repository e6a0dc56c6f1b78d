import type pg from 'pg'
import { withoutIndexes } from './bulk-load.ts'
import {
  companyNouns,
  firstNames,
  industries,
  jobTitles,
  lastNames,
  nameParts,
} from './word-lists.ts'

/** Rows of the two workspaces. */
export type Sizes = {
  readonly companies: number
  readonly contacts: number
  readonly deals: number
  /** Contacts of the second workspace, which has nothing else. */
  readonly manyContacts: number
}

export const fullSize: Sizes = {
  companies: 20_000,
  contacts: 100_000,
  deals: 50_000,
  manyContacts: 1_000_000,
}

export type Place = { readonly workspaceId: string; readonly userId: string }
export type Places = { readonly usual: Place; readonly large: Place }

/** Rows per statement: a progress line every few seconds. */
const chunkRows = 250_000

/** Fills both workspaces with rows made inside PostgreSQL, then lets it look at them. */
export async function load(
  client: pg.Client,
  { usual, large }: Places,
  sizes: Sizes,
  say: (line: string) => void,
): Promise<void> {
  // The same words are drawn in every run.
  await client.query('select setseed(0.42)')
  await client.query(randomWord)
  const rebuild = await withoutIndexes(client, ['company', 'contact', 'deal', 'deal_stage_change'])
  say(`${sizes.companies.toLocaleString('en')} companies`)
  await client.query(companySql, [
    usual.workspaceId,
    usual.userId,
    sizes.companies,
    lastNames(),
    companyNouns,
    industries,
  ])
  await loadContacts(client, usual, sizes.contacts, say)
  say(`${sizes.deals.toLocaleString('en')} deals`)
  await client.query(dealSql, [usual.workspaceId, usual.userId, sizes.deals])
  await client.query(stageChangeSql, [usual.workspaceId])
  await loadContacts(client, large, sizes.manyContacts, say)
  await rebuild(say)
  await client.query(tallySql)
  say('vacuum and analyze')
  await client.query('vacuum (analyze) company, contact, deal, deal_stage_change, tally')
  await client.query('checkpoint').catch(() => {})
}

async function loadContacts(
  client: pg.Client,
  { workspaceId, userId }: Place,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  const names = [firstNames(), lastNames(), jobTitles, nameParts]
  for (let from = 0; from < count; from += chunkRows) {
    const to = Math.min(from + chunkRows, count)
    say(`${to.toLocaleString('en')} of ${count.toLocaleString('en')} contacts`)
    await client.query(contactSql, [workspaceId, userId, from + 1, to, count, ...names])
  }
}

/** Draws a word so that the first ones of a list come often and the last ones rarely. */
const randomWord = `create function pg_temp.draw(words text[], skew float8) returns text
  language sql volatile as
  $$ select words[1 + floor(power(random(), skew) * cardinality(words))::int] $$`

/** Rows were made one after the other, half a minute apart, the last one just now. */
const madeAt = `now() - (total - n) * interval '30 seconds'`
const idOf = `uuidv7(-(total - n) * interval '30 seconds')`

const companySql = `
  insert into company (workspace_id, id, name, website, industry, size, owner_id, created_at, updated_at)
  select $1::uuid, id, name || ' ' || n,
    'https://www.' || lower(regexp_replace(name, '[^A-Za-z]+', '-', 'g')) || '-' || n || '.example',
    industry, size, $2::uuid, at, at
  from (
    select n, ${idOf} as id, ${madeAt} as at,
      pg_temp.draw($4::text[], 1.5) || ' ' || pg_temp.draw($5::text[], 1) as name,
      pg_temp.draw($6::text[], 1) as industry,
      (array['1-10', '11-50', '51-200', '201-500'])[1 + n % 4] as size
    from generate_series(1, $3::int) n, (values ($3::int)) t (total) offset 0
  ) made`

// One in twenty has a family name that few share, as in any country.
// Companies are numbered by the order of their ids, so that a contact finds one without a search.
const contactSql = `
  with employer as materialized (
    select id, row_number() over (order by id) as number from company where workspace_id = $1::uuid
  )
  insert into contact (workspace_id, id, first_name, last_name, email, phone, phone_e164, title,
    is_primary, company_id, owner_id, created_at, updated_at)
  select $1::uuid, made.id, first, last,
    lower(first || '.' || regexp_replace(last, '[^A-Za-z]', '', 'g')) || n || '@mail' || n % 500 || '.example',
    '(415) 555-' || lpad((n % 10000)::text, 4, '0'), '+1415555' || lpad((n % 10000)::text, 4, '0'),
    title, n % 5 = 0, employer.id, $2::uuid, at, at
  from (
    select n, ${idOf} as id, ${madeAt} as at, pg_temp.draw($6::text[], 3) as first,
      case when n % 20 = 0
        then initcap(pg_temp.draw($9::text[], 1) || pg_temp.draw($9::text[], 1) || pg_temp.draw($9::text[], 1))
        else pg_temp.draw($7::text[], 2) end as last,
      pg_temp.draw($8::text[], 1.5) as title,
      1 + floor(random() * (select count(*) from employer))::int as employer
    from generate_series($3::int, $4::int) n, (values ($5::int)) t (total) offset 0
  ) made
  left join employer on employer.number = made.employer`

const dealSql = `
  with buyer as materialized (
    select distinct on (company_id) company_id, id as contact_id,
      dense_rank() over (order by company_id) as number
    from contact where workspace_id = $1::uuid and company_id is not null
    order by company_id, id
  ), stage as materialized (
    select id, position, outcome, default_probability from deal_stage where workspace_id = $1::uuid
  )
  insert into deal (workspace_id, id, title, value, monthly_mrr, stage_id, status, priority,
    expected_close_date, probability, company_id, primary_contact_id, stage_entered_at, closed_at,
    owner_id, created_at, updated_at)
  select $1::uuid, made.id, (array['Annual plan', 'Expansion', 'Pilot', 'Renewal'])[1 + n % 4] || ' ' || n,
    500 + n % 200 * 250, 40 + n % 200 * 20, stage.id, stage.outcome,
    (array['low', 'medium', 'high', 'critical'])[1 + n % 4], (at + interval '60 days')::date,
    stage.default_probability, buyer.company_id, buyer.contact_id, at,
    case when stage.outcome <> 'open' then at end, $2::uuid, at, at
  from (
    select n, ${idOf} as id, ${madeAt} as at,
      1 + floor(random() * (select max(number) from buyer))::int as buyer
    from generate_series(1, $3::int) n, (values ($3::int)) t (total) offset 0
  ) made
  join buyer on buyer.number = made.buyer
  join stage on stage.position = 1 + made.n % 5`

const stageChangeSql = `
  insert into deal_stage_change (workspace_id, id, deal_id, to_stage_id, changed_by, changed_at)
  select workspace_id, uuidv7(), id, stage_id, owner_id, created_at from deal
  where workspace_id = $1`

const tallySql = `
  insert into tally (workspace_id, resource, delta)
  select workspace_id, 'company', count(*) from company group by 1
  union all select workspace_id, 'contact', count(*) from contact group by 1
  union all select workspace_id, 'deal', count(*) from deal group by 1`
