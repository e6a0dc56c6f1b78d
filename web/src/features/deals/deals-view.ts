import { Target } from 'lucide-react'
import { recordsApi, timelineOf } from '../../api/records.ts'
import { dayAfter, today } from '../../i18n/format.ts'
import { type ResourceView, textOf } from '../../records/resource-view.ts'
import { foundByAny, isSame } from '../../records/same-records.ts'

const priorities = { words: 'priority', values: ['low', 'medium', 'high', 'critical'] } as const
/** A guess that people change. */
const closesAfterDays = 30
const shortestTitle = 3

export const dealsView: ResourceView = {
  name: 'deals',
  title: 'nav.deals',
  createTitle: 'create.deals',
  emptyText: 'empty.deals',
  icon: Target,
  titleOf: ({ title }) => textOf(title),
  api: recordsApi.deals,
  page: { to: '/deals/$id', key: 'deal_id' },
  timeline: (id) => timelineOf('deals', id),
  fromFile: {},
  linkedFilters: [
    'entered_stage',
    'left_stage',
    'expected_close_date_from',
    'expected_close_date_to',
    'closed_at[gte]',
    'closed_at[lt]',
  ],
  similarTo({ title }) {
    return foundByAny(recordsApi.deals, [
      {
        when: textOf(title).length >= shortestTitle,
        query: { search: textOf(title), status: 'open' },
        keep: (row) => isSame(row.title, title),
      },
    ])
  },
  schema: async () => (await import('./schema.ts')).schema,
  defaults: () => ({ expected_close_date: dayAfter(today(), closesAfterDays) }),
  fields: [
    { name: 'title', label: 'field.title', kind: 'text', sortable: true, required: true },
    { name: 'stage', label: 'field.stage', kind: 'stage', width: 140, sortable: true },
    {
      name: 'value',
      label: 'field.value',
      kind: 'money',
      width: 110,
      sortable: true,
      required: true,
    },
    {
      name: 'probability',
      label: 'field.probability',
      kind: 'percent',
      width: 110,
      sortable: true,
    },
    {
      name: 'expected_close_date',
      label: 'field.closeDate',
      kind: 'day',
      width: 130,
      sortable: true,
      required: true,
    },
    {
      name: 'company_id',
      label: 'field.company',
      kind: 'company',
      words: 'company_name',
      width: 170,
    },
    {
      name: 'primary_contact_id',
      label: 'field.contact',
      kind: 'contact',
      words: 'primary_contact_name',
      hidden: true,
    },
    {
      name: 'priority',
      label: 'field.priority',
      kind: 'choice',
      choices: priorities,
      width: 100,
      sortable: true,
    },
    { name: 'owner_id', label: 'field.owner', kind: 'person', width: 150 },
    { name: 'monthly_mrr', label: 'field.monthly', kind: 'money', hidden: true },
    { name: 'one_off_revenue', label: 'field.oneOff', kind: 'money', hidden: true },
    { name: 'lead_source', label: 'field.leadSource', kind: 'text', hidden: true },
    {
      name: 'days_in_stage',
      label: 'field.daysInStage',
      kind: 'count',
      hidden: true,
      readOnly: true,
    },
    { name: 'next_steps', label: 'field.nextSteps', kind: 'long', noColumn: true },
    { name: 'description', label: 'field.description', kind: 'long', noColumn: true },
  ],
  filters: [
    {
      name: 'status',
      label: 'field.status',
      kind: 'choice',
      choices: { words: 'status', values: ['open', 'won', 'lost'] },
    },
    { name: 'stage', label: 'field.stage', kind: 'stage' },
    { name: 'owner_id', label: 'field.owner', kind: 'person' },
    { name: 'priority', label: 'field.priority', kind: 'choice', choices: priorities },
  ],
}
