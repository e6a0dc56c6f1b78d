import { z } from 'zod'
import { id, optionalText, optionalUrl, queryText, shownId, shownMoment, text } from '../fields.ts'
import { resource } from '../resource.ts'

export const Company = z
  .object({
    id: shownId,
    name: z.string(),
    website: z.string().nullable(),
    domain: z.string().nullable().describe('Host name of the website without www.'),
    industry: z.string().nullable(),
    size: z.string().nullable().describe('Such as 100-500, or startup, small, medium, large.'),
    description: z.string().nullable(),
    linkedin_url: z.string().nullable(),
    phone: z.string().nullable(),
    phone_e164: z.string().nullable(),
    contact_count: z.int(),
    deal_count: z.int(),
    owner_id: shownId,
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Company' })
export type Company = z.infer<typeof Company>

const ContactOfCompany = z
  .object({
    id: shownId,
    full_name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    title: z.string().nullable(),
    is_primary: z.boolean(),
  })
  .meta({ id: 'ContactOfCompany' })

const DealOfCompany = z
  .object({
    id: shownId,
    title: z.string(),
    value: z.number(),
    stage: z.string(),
    expected_close_date: z.string(),
  })
  .meta({ id: 'DealOfCompany' })

export const CompanyDetail = Company.extend({
  primary_contact: ContactOfCompany.nullable(),
}).meta({ id: 'CompanyDetail' })
export type CompanyDetail = z.infer<typeof CompanyDetail>

export const NewCompany = z
  .object({
    name: text(200),
    website: optionalUrl(),
    industry: optionalText(100),
    size: optionalText(50),
    description: optionalText(5_000),
    linkedin_url: optionalUrl(),
    phone: optionalText(50),
    owner_id: id.optional().describe('Default: whoever creates it. Others need the admin scope.'),
  })
  .meta({ id: 'NewCompany' })
export type NewCompany = z.input<typeof NewCompany>

export const companies = resource({
  name: 'company',
  plural: 'companies',
  tag: 'Companies',
  path: '/functions/v1/api-v1-companies',
  record: Company,
  detail: CompanyDetail,
  create: NewCompany,
  update: NewCompany.partial().meta({ id: 'CompanyChanges' }),
  aliases: { domain: 'website' },
  filters: {
    industry: queryText.describe('In any case.'),
    size: queryText,
    website: queryText.describe('A domain or address; compared by domain.'),
    owner_id: id,
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    industry: 'text',
    size: 'text',
    name: 'text',
    owner_id: 'id',
  },
  sorts: ['created_at', 'updated_at', 'name', 'industry', 'size'],
  searched: 'companies whose name, website or industry',
  includes: {
    contacts: z.array(ContactOfCompany).describe('Newest first, at most 50.'),
    deals: z.array(DealOfCompany).describe('Newest first, at most 50.'),
  },
  upsertBy: ['domain', 'name'],
  notFound: 'COMPANY_NOT_FOUND',
  conflicts: ['DUPLICATE_NAME'],
  hasTimeline: true,
})
