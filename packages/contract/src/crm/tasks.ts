import { z } from 'zod'
import {
  id,
  optionalId,
  optionalText,
  queryFlag,
  requiredDate,
  shownDate,
  shownId,
  shownMoment,
  text,
} from '../fields.ts'
import { resource } from '../resource.ts'
import { Priority, priority } from './priority.ts'

const statuses = ['pending', 'in_progress', 'completed', 'cancelled'] as const
const TaskStatus = z.enum(statuses)
const taskTypes = ['call', 'email', 'meeting', 'follow_up', 'proposal', 'demo', 'general'] as const

/** `todo` and `done` are what Sixty's own dashboard sends for pending and completed. */
const status = z
  .enum([...statuses, 'todo', 'done'], `must be one of ${statuses.join(', ')}.`)
  .transform((value) => (value === 'todo' ? 'pending' : value === 'done' ? 'completed' : value))
  .meta({ openapi: { type: 'string', enum: statuses } })

export const Task = z
  .object({
    id: shownId,
    title: z.string(),
    description: z.string().nullable(),
    status: TaskStatus,
    priority: Priority,
    task_type: z.enum(taskTypes),
    due_date: shownDate,
    assignee_id: shownId,
    assignee_name: z.string(),
    deal_id: shownId.nullable(),
    deal_title: z.string().nullable(),
    contact_id: shownId.nullable(),
    contact_name: z.string().nullable(),
    company_id: shownId.nullable(),
    company_name: z.string().nullable(),
    completed_at: shownMoment.nullable(),
    is_overdue: z.boolean().describe('Not finished, and due before today (UTC).'),
    days_until_due: z.int().describe('Negative when the day has passed.'),
    owner_id: shownId,
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof Task>

export const NewTask = z
  .object({
    title: text(300),
    description: optionalText(10_000),
    status: status.optional().describe('Default pending.'),
    priority: priority.optional().describe('Default medium.'),
    task_type: z.enum(taskTypes, `must be one of ${taskTypes.join(', ')}.`).optional(),
    due_date: requiredDate,
    assignee_id: id.optional().describe('Default: the owner.'),
    deal_id: optionalId,
    contact_id: optionalId,
    company_id: optionalId,
    owner_id: id.optional().describe('Default: whoever creates it. Others need the admin scope.'),
  })
  .meta({ id: 'NewTask' })
export type NewTask = z.input<typeof NewTask>

export const tasks = resource({
  name: 'task',
  plural: 'tasks',
  tag: 'Tasks',
  path: '/functions/v1/api-v1-tasks',
  record: Task,
  detail: Task,
  create: NewTask,
  update: NewTask.partial().meta({ id: 'TaskChanges' }),
  aliases: { assigned_to: 'assignee_id', type: 'task_type' },
  filters: {
    status,
    priority,
    task_type: z.enum(taskTypes, `must be one of ${taskTypes.join(', ')}.`),
    due_date_from: requiredDate.describe('This day or later.'),
    due_date_to: requiredDate.describe('This day or earlier.'),
    due_after: requiredDate.describe('Another name for due_date_from.'),
    due_before: requiredDate.describe('Another name for due_date_to.'),
    overdue: queryFlag.describe('true: only tasks that are overdue.'),
    assignee_id: id,
    assigned_to: id.describe('Another name for assignee_id.'),
    deal_id: id,
    contact_id: id,
    company_id: id,
    owner_id: id,
  },
  operators: {
    created_at: 'moment',
    updated_at: 'moment',
    completed_at: 'moment',
    due_date: 'date',
    status: 'text',
    priority: 'text',
    task_type: 'text',
    assignee_id: 'id',
    deal_id: 'id',
    contact_id: 'id',
    company_id: 'id',
    owner_id: 'id',
  },
  sorts: ['created_at', 'updated_at', 'due_date', 'priority', 'status', 'title', 'completed_at'],
  searched: 'tasks whose title or description',
  includes: {},
  upsertBy: [],
  notFound: 'TASK_NOT_FOUND',
  conflicts: [],
  hasTimeline: false,
})
