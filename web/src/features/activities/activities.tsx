import { Activity } from 'lucide-react'
import { recordsApi } from '../../api/records.ts'
import { today } from '../../i18n/format.ts'
import { RecordScreen } from '../../records/record-screen.tsx'
import { type ResourceView, textOf } from '../../records/resource-view.ts'

const types = {
  words: 'activityType',
  values: [
    'call',
    'email',
    'meeting',
    'demo',
    'proposal',
    'task',
    'sale',
    'note',
    'outbound',
    'follow_up',
    'sms',
    'linkedin',
    'other',
  ],
} as const
const outcomes = {
  words: 'activityOutcome',
  values: ['positive', 'neutral', 'negative'],
} as const
const statuses = { words: 'status', values: ['completed', 'pending', 'cancelled'] } as const

const view: ResourceView = {
  name: 'activities',
  title: 'nav.activities',
  createTitle: 'create.activities',
  emptyText: 'empty.activities',
  icon: Activity,
  titleOf: ({ description }) => textOf(description),
  api: recordsApi.activities,
  schema: async () => (await import('./schema.ts')).schema,
  defaults: () => ({ date: today() }),
  linkedFilters: ['date_from', 'date_to', 'deal_id', 'contact_id', 'company_id'],
  fields: [
    { name: 'description', label: 'field.description', kind: 'text', required: true },
    {
      name: 'activity_type',
      label: 'field.type',
      kind: 'choice',
      choices: types,
      width: 120,
      sortable: true,
      required: true,
    },
    {
      name: 'date',
      label: 'field.date',
      kind: 'day',
      width: 120,
      sortable: true,
      required: true,
    },
    { name: 'outcome', label: 'field.outcome', kind: 'choice', choices: outcomes, width: 110 },
    { name: 'status', label: 'field.status', kind: 'choice', choices: statuses, width: 110 },
    {
      name: 'contact_id',
      label: 'field.contact',
      kind: 'contact',
      words: 'contact_name',
      width: 160,
    },
    {
      name: 'company_id',
      label: 'field.company',
      kind: 'company',
      words: 'company_name',
      width: 160,
    },
    { name: 'deal_id', label: 'field.deal', kind: 'deal', words: 'deal_title', width: 170 },
    {
      name: 'duration_minutes',
      label: 'field.minutes',
      kind: 'count',
      width: 90,
      sortable: true,
      hidden: true,
    },
    { name: 'amount', label: 'field.amount', kind: 'money', sortable: true, hidden: true },
    { name: 'owner_id', label: 'field.owner', kind: 'person', width: 150 },
    { name: 'notes', label: 'field.notes', kind: 'long', noColumn: true },
  ],
  filters: [
    { name: 'activity_type', label: 'field.type', kind: 'choice', choices: types },
    { name: 'outcome', label: 'field.outcome', kind: 'choice', choices: outcomes },
    { name: 'status', label: 'field.status', kind: 'choice', choices: statuses },
    { name: 'owner_id', label: 'field.owner', kind: 'person' },
  ],
}

/** What people did about contacts, companies and deals. */
export function Activities() {
  return <RecordScreen view={view} />
}
