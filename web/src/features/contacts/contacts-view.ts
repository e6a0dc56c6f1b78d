import { UsersRound } from 'lucide-react'
import { recordsApi, timelineOf } from '../../api/records.ts'
import { splitName } from '../../records/import/split-name.ts'
import { type ResourceView, textOf } from '../../records/resource-view.ts'
import { foundByAny, isSame } from '../../records/same-records.ts'

const shortestPhone = 6
const looksWhole = (email: unknown) => /@.+\...+/.test(textOf(email))

export const contactsView: ResourceView = {
  name: 'contacts',
  title: 'nav.contacts',
  createTitle: 'create.contacts',
  emptyText: 'empty.contacts',
  icon: UsersRound,
  titleOf: ({ full_name: name }) => textOf(name),
  api: recordsApi.contacts,
  page: { to: '/contacts/$id', key: 'contact_id' },
  timeline: (id) => timelineOf('contacts', id),
  fromFile: { by: 'email', madeOf: { full_name: splitName } },
  similarTo({ email, phone, first_name: first, last_name: last }) {
    const name = [first, last].map(textOf).filter(Boolean).join(' ')
    return foundByAny(recordsApi.contacts, [
      { when: looksWhole(email), query: { email: textOf(email) } },
      { when: textOf(phone).length >= shortestPhone, query: { phone: textOf(phone) } },
      {
        when: textOf(first) !== '' && textOf(last) !== '',
        query: { search: name },
        keep: (row) => isSame(row.full_name, name),
      },
    ])
  },
  schema: async () => (await import('./schema.ts')).schema,
  fields: [
    { name: 'full_name', label: 'field.name', kind: 'text', sortable: true, readOnly: true },
    { name: 'first_name', label: 'field.firstName', kind: 'text', noColumn: true, required: true },
    { name: 'last_name', label: 'field.lastName', kind: 'text', noColumn: true },
    {
      name: 'email',
      label: 'field.email',
      kind: 'email',
      width: 220,
      sortable: true,
      required: true,
    },
    { name: 'title', label: 'field.jobTitle', kind: 'text', width: 180, sortable: true },
    {
      name: 'company_id',
      label: 'field.company',
      kind: 'company',
      words: 'company_name',
      width: 180,
    },
    { name: 'phone', label: 'field.phone', kind: 'phone', width: 150 },
    { name: 'lead_source', label: 'field.leadSource', kind: 'text', hidden: true },
    { name: 'linkedin_url', label: 'field.linkedin', kind: 'url', hidden: true },
    { name: 'is_primary', label: 'field.isPrimary', kind: 'flag', hidden: true, width: 110 },
    { name: 'owner_id', label: 'field.owner', kind: 'person', width: 150 },
    {
      name: 'created_at',
      label: 'field.created',
      kind: 'moment',
      width: 170,
      sortable: true,
      readOnly: true,
      hidden: true,
    },
  ],
  filters: [
    { name: 'owner_id', label: 'field.owner', kind: 'person' },
    { name: 'is_primary', label: 'field.isPrimary', kind: 'flag' },
  ],
}
