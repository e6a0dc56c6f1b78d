import { z } from 'zod'
import {
  email,
  flag,
  id,
  optionalId,
  optionalText,
  optionalUrl,
  queryFlag,
  queryText,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { resource } from '../resource.ts'

export const Contact = z
  .object({
    id: shownId,
    first_name: z.string(),
    last_name: z.string().nullable(),
    full_name: z.string(),
    email: z.string().nullable().describe('Null of somebody of whom a call told the number alone.'),
    phone: z.string().nullable().describe('As typed.'),
    phone_e164: z.string().nullable().describe('The same number as +CCNNN, when it is one.'),
    title: z.string().nullable().describe('Job title.'),
    linkedin_url: z.string().nullable(),
    is_primary: z.boolean().describe('The main contact of the company.'),
    lead_source: z
      .string()
      .nullable()
      .describe(
        'Where the contact came from. Contacts that a door made of unknown people have its name: call_capture, fathom, meetings_webhook, upload, agent.',
      ),
    company_id: shownId.nullable(),
    company_name: z.string().nullable(),
    company_website: z.string().nullable(),
    owner_id: shownId,
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

export const CompanyOfContact = z
  .object({
    id: shownId,
    name: z.string(),
    website: z.string().nullable(),
    industry: z.string().nullable(),
    size: z.string().nullable(),
  })
  .meta({ id: 'CompanyOfContact' })

const DealOfContact = z
  .object({
    id: shownId,
    title: z.string(),
    value: z.number(),
    stage: z.string(),
    expected_close_date: z.string(),
  })
  .meta({ id: 'DealOfContact' })

export const ContactDetail = Contact.extend({
  companies: CompanyOfContact.nullable().describe('The company of the contact.'),
}).meta({ id: 'ContactDetail' })
export type ContactDetail = z.infer<typeof ContactDetail>

export const NewContact = z
  .object({
    first_name: text(100),
    last_name: optionalText(100),
    email,
    phone: optionalText(50),
    title: optionalText(200),
    linkedin_url: optionalUrl(),
    is_primary: flag.optional(),
    lead_source: optionalText(100),
    company_id: optionalId,
    owner_id: id.optional().describe('Default: whoever creates it. Others need the admin scope.'),
  })
  .meta({ id: 'NewContact' })
export type NewContact = z.input<typeof NewContact>

export const contacts = resource({
  name: 'contact',
  plural: 'contacts',
  tag: 'Contacts',
  path: '/functions/v1/api-v1-contacts',
  record: Contact,
  detail: ContactDetail,
  create: NewContact,
  update: NewContact.partial().meta({ id: 'ContactChanges' }),
  filters: {
    company_id: id,
    is_primary: queryFlag,
    owner_id: id,
    email: queryText.describe('Exactly this address, in any case.'),
    phone: queryText.describe('This number, in any notation.'),
    lead_source: queryText.describe('Exactly this source, in any case.'),
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    company_id: 'id',
    owner_id: 'id',
    email: 'text',
    title: 'text',
    phone: 'text',
    lead_source: 'text',
  },
  sorts: ['created_at', 'updated_at', 'first_name', 'last_name', 'full_name', 'email', 'title'],
  searched: 'contacts whose name or e-mail',
  includes: {
    company: CompanyOfContact.nullable(),
    deals: z.array(DealOfContact).describe('Open and closed deals, newest first, at most 50.'),
  },
  upsertBy: ['email'],
  notFound: 'CONTACT_NOT_FOUND',
  conflicts: ['DUPLICATE_EMAIL'],
  hasTimeline: true,
})
