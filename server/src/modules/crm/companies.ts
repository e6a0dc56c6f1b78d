import { companies as resource } from '@parley/contract'
import { type Declaration, visible } from '../records/index.ts'
import {
  caseless,
  comparableTimes,
  fullName,
  is,
  lower,
  ownedByCaller,
  owner,
  plain,
  times,
} from './common.ts'
import { withE164 } from './phone.ts'

const contactCount = `(select count(*)::int from contact x where x.workspace_id = r.workspace_id
  and x.company_id = r.id and x.deleted_at is null)`
const dealCount = `(select count(*)::int from deal x where x.workspace_id = r.workspace_id
  and x.company_id = r.id and x.deleted_at is null)`

const contactFields = `x.id, ${fullName('x')} as full_name, x.email, x.phone, x.title, x.is_primary`

export const companies: Declaration = {
  resource,
  table: 'company',
  columns: {
    name: 'text',
    website: 'text',
    industry: 'text',
    size: 'text',
    description: 'text',
    linkedin_url: 'text',
    phone: 'text',
    phone_e164: 'text',
    owner_id: 'uuid',
  },
  defaults: {},
  shown: {
    id: 'r.id',
    name: 'r.name',
    website: 'r.website',
    domain: 'r.domain',
    industry: 'r.industry',
    size: 'r.size',
    description: 'r.description',
    linkedin_url: 'r.linkedin_url',
    phone: 'r.phone',
    phone_e164: 'r.phone_e164',
    contact_count: contactCount,
    deal_count: dealCount,
    owner_id: 'r.owner_id',
    ...times,
  },
  detail: {
    primary_contact: `(select row_to_json(x) from (select ${contactFields} from contact x
      where x.workspace_id = r.workspace_id and x.company_id = r.id and x.deleted_at is null ${visible('x')}
      order by x.is_primary desc, x.created_at limit 1) x)`,
  },
  includes: {
    contacts: `(select coalesce(json_agg(x), '[]'::json) from (select ${contactFields} from contact x
      where x.workspace_id = r.workspace_id and x.company_id = r.id and x.deleted_at is null ${visible('x')}
      order by x.created_at desc limit 50) x)`,
    deals: `(select coalesce(json_agg(d), '[]'::json) from (
      select d.id, d.title, trim_scale(d.value) as value, s.key as stage, d.expected_close_date
      from deal d join deal_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
      where d.workspace_id = r.workspace_id and d.company_id = r.id and d.deleted_at is null ${visible('d')}
      order by d.created_at desc limit 50) d)`,
  },
  joins: '',
  ownership: ownedByCaller,
  filters: {
    industry: (value) => `lower(r.industry) = lower(${value})`,
    size: is('r.size'),
    website: (value) => `r.domain = host_of(lower(${value}))`,
    owner_id: is('r.owner_id', '::uuid'),
  },
  narrow: ['website'],
  comparable: {
    ...comparableTimes,
    ...caseless('name', 'industry', 'size'),
    ...plain('uuid', 'owner_id'),
  },
  search: { text: 'r.search_text' },
  references: [owner],
  uniques: [
    {
      index: 'company_name_key',
      code: 'DUPLICATE_NAME',
      field: 'name',
      message: 'A company with this name already exists',
      clash: 'lower(r.name) = lower(i.name)',
    },
  ],
  derived: {},
  children: [],
  momentsOfUpdate: [],
  associations: { contacts: contactCount, deals: dealCount },
  prepare: withE164,
  upsertKeys: {
    domain: {
      sql: 'r.domain',
      of: ({ website, domain }) => hostOf(website ?? domain),
      canonical: lower,
    },
    name: {
      sql: 'lower(r.name)',
      of: ({ name }) => (typeof name === 'string' ? name.trim() : undefined),
      canonical: lower,
    },
  },
}

/** The same as the SQL function host_of. */
function hostOf(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:www\.)?([^/:?#]+)/i.exec(address.trim())?.[1]
  return host?.toLowerCase()
}
