import { contacts as resource } from '@parley/contract'
import { type Declaration, visible } from '../records/index.ts'
import {
  caseless,
  comparableTimes,
  fullName,
  is,
  joinOne,
  lower,
  ownedByCaller,
  owner,
  plain,
  times,
  toCompany,
} from './common.ts'
import { e164Of, withE164 } from './phone.ts'

const companyObject = `case when company.id is not null then json_build_object('id', company.id,
  'name', company.name, 'website', company.website, 'industry', company.industry, 'size', company.size) end`

export const contacts: Declaration = {
  resource,
  table: 'contact',
  columns: {
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    phone: 'text',
    phone_e164: 'text',
    title: 'text',
    linkedin_url: 'text',
    is_primary: 'boolean',
    company_id: 'uuid',
    owner_id: 'uuid',
    lead_source: 'text',
  },
  defaults: { is_primary: 'false' },
  shown: {
    id: 'r.id',
    first_name: 'r.first_name',
    last_name: 'r.last_name',
    full_name: fullName('r'),
    email: 'r.email',
    phone: 'r.phone',
    phone_e164: 'r.phone_e164',
    title: 'r.title',
    linkedin_url: 'r.linkedin_url',
    is_primary: 'r.is_primary',
    lead_source: 'r.lead_source',
    company_id: 'r.company_id',
    company_name: 'company.name',
    company_website: 'company.website',
    owner_id: 'r.owner_id',
    ...times,
  },
  detail: { companies: companyObject },
  includes: {
    company: companyObject,
    deals: `(select coalesce(json_agg(d), '[]'::json) from (
      select d.id, d.title, trim_scale(d.value) as value, s.key as stage, d.expected_close_date
      from deal d join deal_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
      where d.workspace_id = r.workspace_id and d.primary_contact_id = r.id and d.deleted_at is null ${visible('d')}
      order by d.created_at desc limit 50) d)`,
  },
  joins: joinOne('company', 'company', 'company_id'),
  ownership: ownedByCaller,
  filters: {
    company_id: is('r.company_id', '::uuid'),
    is_primary: is('r.is_primary', '::boolean'),
    owner_id: is('r.owner_id', '::uuid'),
    email: (value) => `lower(r.email) = lower(${value})`,
    phone: is('r.phone_e164'),
    lead_source: (value) => `lower(r.lead_source) = lower(${value})`,
  },
  narrow: ['company_id', 'email', 'phone'],
  comparable: {
    ...comparableTimes,
    ...plain('uuid', 'company_id', 'owner_id'),
    ...caseless('email', 'title', 'phone', 'lead_source'),
  },
  sorts: {
    ...caseless('first_name', 'last_name', 'email', 'title'),
    full_name: { sql: `lower(${fullName('r')})`, type: 'text' },
  },
  search: { text: 'r.search_text' },
  references: [toCompany, owner],
  uniques: [
    {
      index: 'contact_email_key',
      code: 'DUPLICATE_EMAIL',
      field: 'email',
      message: 'A contact with this email already exists',
      clash: 'lower(r.email) = lower(i.email)',
    },
  ],
  derived: {},
  children: [],
  momentsOfUpdate: [],
  associations: {},
  prepare: withE164,
  async prepareFilters(caller, filters) {
    const { phone } = filters
    if (typeof phone !== 'string') return filters
    return { ...filters, phone: (await e164Of(caller, phone)) ?? phone }
  },
  upsertKeys: {
    email: {
      sql: 'lower(r.email)',
      of: ({ email }) => (typeof email === 'string' ? email.trim() : undefined),
      canonical: lower,
    },
  },
}
