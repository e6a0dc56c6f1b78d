import { CalendarCheck2 } from 'lucide-react'
import { recordsApi } from '../api/records.ts'
import { today } from '../i18n/format.ts'
import { type ResourceView, textOf } from './resource-view.ts'

const priorities = { words: 'priority', values: ['low', 'medium', 'high', 'critical'] } as const
const statuses = {
  words: 'status',
  values: ['pending', 'in_progress', 'completed', 'cancelled'],
} as const
const types = {
  words: 'taskType',
  values: ['call', 'email', 'meeting', 'follow_up', 'proposal', 'demo', 'general'],
} as const

export const tasksView: ResourceView = {
  name: 'tasks',
  title: 'nav.tasks',
  createTitle: 'create.tasks',
  emptyText: 'empty.tasks',
  icon: CalendarCheck2,
  titleOf: ({ title }) => textOf(title),
  api: recordsApi.tasks,
  linkedFilters: ['due_date_from', 'due_date_to'],
  schema: async () => (await import('./task-schema.ts')).schema,
  defaults: () => ({ due_date: today() }),
  fields: [
    { name: 'title', label: 'field.title', kind: 'text', sortable: true, required: true },
    {
      name: 'due_date',
      label: 'field.due',
      kind: 'day',
      width: 120,
      sortable: true,
      required: true,
    },
    { name: 'status', label: 'field.status', kind: 'choice', choices: statuses, width: 110 },
    {
      name: 'priority',
      label: 'field.priority',
      kind: 'choice',
      choices: priorities,
      width: 100,
      sortable: true,
    },
    { name: 'task_type', label: 'field.type', kind: 'choice', choices: types, width: 110 },
    {
      name: 'assignee_id',
      label: 'field.assignee',
      kind: 'person',
      words: 'assignee_name',
      width: 150,
    },
    { name: 'deal_id', label: 'field.deal', kind: 'deal', words: 'deal_title', width: 170 },
    {
      name: 'contact_id',
      label: 'field.contact',
      kind: 'contact',
      words: 'contact_name',
      width: 150,
    },
    {
      name: 'company_id',
      label: 'field.company',
      kind: 'company',
      words: 'company_name',
      hidden: true,
    },
    { name: 'description', label: 'field.description', kind: 'long', noColumn: true },
  ],
  filters: [
    { name: 'assignee_id', label: 'field.assignee', kind: 'person' },
    { name: 'status', label: 'field.status', kind: 'choice', choices: statuses },
    { name: 'priority', label: 'field.priority', kind: 'choice', choices: priorities },
    { name: 'task_type', label: 'field.type', kind: 'choice', choices: types },
  ],
}
