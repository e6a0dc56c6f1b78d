import { Building2 } from 'lucide-react'
import { recordsApi, timelineOf } from '../../api/records.ts'
import { type ResourceView, textOf } from '../../records/resource-view.ts'
import { foundByAny, isSame } from '../../records/same-records.ts'

const shortestName = 3

/** `Acme Steel Ltd.` and `Acme Steel` are likely one. */
function coreOf(name: string): string {
  return name.replace(/[\s,]+(?:inc|ltd|llc|gmbh|ag|sa|sas|sarl|bv|plc|co|corp)\.?$/i, '')
}

export const companiesView: ResourceView = {
  name: 'companies',
  title: 'nav.companies',
  createTitle: 'create.companies',
  emptyText: 'empty.companies',
  icon: Building2,
  titleOf: ({ name }) => textOf(name),
  api: recordsApi.companies,
  page: { to: '/companies/$id', key: 'company_id' },
  timeline: (id) => timelineOf('companies', id),
  fromFile: { by: 'name' },
  similarTo({ name, website }) {
    const core = coreOf(textOf(name))
    return foundByAny(recordsApi.companies, [
      {
        when: core.length >= shortestName,
        query: { search: core },
        keep: (row) => isSame(coreOf(textOf(row.name)), core),
      },
      { when: /\.\w{2}/.test(textOf(website)), query: { website: textOf(website) } },
    ])
  },
  schema: async () => (await import('./schema.ts')).schema,
  fields: [
    { name: 'name', label: 'field.name', kind: 'text', sortable: true, required: true },
    { name: 'website', label: 'field.website', kind: 'url', width: 190 },
    { name: 'industry', label: 'field.industry', kind: 'text', width: 160, sortable: true },
    { name: 'size', label: 'field.size', kind: 'text', width: 110, sortable: true },
    { name: 'contact_count', label: 'nav.contacts', kind: 'count', width: 90, readOnly: true },
    { name: 'deal_count', label: 'nav.deals', kind: 'count', width: 90, readOnly: true },
    { name: 'phone', label: 'field.phone', kind: 'phone', hidden: true },
    { name: 'linkedin_url', label: 'field.linkedin', kind: 'url', hidden: true },
    { name: 'owner_id', label: 'field.owner', kind: 'person', width: 150 },
    { name: 'description', label: 'field.description', kind: 'long', noColumn: true },
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
    {
      name: 'size',
      label: 'field.size',
      kind: 'choice',
      choices: { words: 'size', values: ['startup', 'small', 'medium', 'large'] },
    },
  ],
}
