import { z } from 'zod'
import { Activity } from '../crm/activities.ts'
import { Company } from '../crm/companies.ts'
import { Contact } from '../crm/contacts.ts'
import { Deal } from '../crm/deals.ts'
import { Meeting } from '../crm/meetings.ts'
import { Task } from '../crm/tasks.ts'
import { type EventType, eventType } from './event-type.ts'
import { examples } from './crm-examples.ts'

const previous = z
  .record(z.string(), z.unknown())
  .describe('Former values of the fields that changed, as they were stored.')
const restored = z.literal(true).optional().describe('Present when a deletion was undone.')
const deleted = z.literal(true)

type Changes<N extends string, R extends z.ZodObject> = [
  EventType<`${N}.created`, z.ZodObject<R['shape'] & { restored: typeof restored }>>,
  EventType<`${N}.updated`, z.ZodObject<R['shape'] & { previous: typeof previous }>>,
  EventType<`${N}.deleted`, z.ZodObject<R['shape'] & { deleted: typeof deleted }>>,
]

/** The three events every resource has; each carries the whole record. */
function changesOf<const N extends string, R extends z.ZodObject>(
  name: N,
  record: R,
  example: z.input<R>,
): Changes<N, R> {
  const types = [
    eventType({
      name: `${name}.created`,
      description: `A ${name} was created, or its deletion undone.`,
      data: record.extend({ restored }),
      example,
    }),
    eventType({
      name: `${name}.updated`,
      description: `A ${name} changed; an update that changes nothing is not announced.`,
      data: record.extend({ previous }),
      example: { ...example, previous: {} },
    }),
    eventType({
      name: `${name}.deleted`,
      description: `A ${name} was deleted; it can be restored for 30 days.`,
      data: record.extend({ deleted }),
      example: { ...example, deleted: true },
    }),
  ]
  return types as unknown as Changes<N, R>
}

/** What happens to CRM records. */
export const crmEvents = [
  ...changesOf('contact', Contact, examples.contact),
  ...changesOf('company', Company, examples.company),
  ...changesOf('deal', Deal, examples.deal),
  eventType({
    name: 'deal.stage_changed',
    description: 'A deal moved to another stage of the pipeline.',
    data: Deal.extend({ previous }),
    example: { ...examples.deal, previous: { stage_id: examples.deal.id, probability: 20 } },
  }),
  ...changesOf('task', Task, examples.task),
  eventType({
    name: 'task.completed',
    description: 'A task was marked completed.',
    data: Task.extend({ previous }),
    example: { ...examples.task, status: 'completed', previous: { status: 'pending' } },
  }),
  ...changesOf('activity', Activity, examples.activity),
  ...changesOf('meeting', Meeting, examples.meeting),
  eventType({
    name: 'meeting.started',
    description: 'The start of a meeting has come; of one entered afterwards, if within a day.',
    data: Meeting,
    example: examples.meeting,
  }),
  eventType({
    name: 'meeting.ended',
    description: 'The end of a meeting has come; of one entered afterwards, if within a day.',
    data: Meeting,
    example: examples.meeting,
  }),
] as const
