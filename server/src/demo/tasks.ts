import type { Deal, World } from './deals.ts'
import { dateOf, dayMs, inOfficeHours, momentOf } from './dice.ts'
import type { DemoRow } from './queries.ts'

const work = [
  ['call', 'Call {name} about {product}'],
  ['email', 'Send {name} the comparison they asked for'],
  ['follow_up', 'Follow up with {name}'],
  ['proposal', 'Write the proposal for {company}'],
  ['demo', 'Prepare the demo for {company}'],
  ['meeting', 'Agree on a date with {name}'],
  ['general', 'Update the numbers of {company}'],
] as const

type Task = DemoRow<'task'>
/** When an unfinished task is due, in days from today. */
const due: readonly (readonly [number, readonly [number, number]])[] = [
  [22, [-18, -1]],
  [22, [0, 0]],
  [40, [1, 7]],
  [24, [8, 35]],
]

/** Of the unfinished tasks, one in so many is the owner's: who signs in sees some work. */
const sharesOfOwner = 9

/** Unfinished tasks of open deals (overdue, due today, upcoming), and finished ones of all deals. */
export function makeTasks(world: World, deals: readonly Deal[], ownerId: string): Task[] {
  const { dice } = world
  const tasks = deals.flatMap((deal) => {
    const unfinished = deal.status === 'open' ? dice.between(1, 3) : 0
    return [
      ...Array.from({ length: unfinished }, () => makeTask(world, deal, false)),
      ...Array.from({ length: dice.between(1, 3) }, () => makeTask(world, deal, true)),
    ]
  })
  const open = tasks.filter(({ completed_at: doneAt }) => doneAt === null)
  const ofOwner = new Set(open.filter((_, index) => index % sharesOfOwner === 0))
  return tasks.map((task) => (ofOwner.has(task) ? { ...task, assignee_id: ownerId } : task))
}

function makeTask({ dice }: World, deal: Deal, isFinished: boolean): Task {
  const { company, path, people, product } = deal
  const { nowMs } = dice
  const startMs = path[0]?.atMs ?? nowMs
  const endMs = deal.status === 'open' ? nowMs : (path.at(-1)?.atMs ?? nowMs)
  const [from, to] = dice.weighted(due)
  const createdMs = isFinished
    ? startMs + dice.faker.number.float() * Math.max(endMs - startMs - dayMs, 0)
    : Math.max(startMs, nowMs - dice.between(1, 25) * dayMs)
  const doneMs = Math.min(inOfficeHours(dice, createdMs + dice.between(1, 6) * dayMs), nowMs)
  const dueMs = isFinished
    ? doneMs + dice.between(-1, 3) * dayMs
    : nowMs + dice.between(from, to) * dayMs
  const [type, text] = dice.pick(work)
  const person = dice.pick(people)
  return {
    id: dice.idAt(createdMs),
    title: text
      .replace('{name}', person.name)
      .replace('{company}', company.name)
      .replace('{product}', product.toLowerCase()),
    description: dice.chance(0.4) ? `Part of "${deal.title}".` : null,
    status: isFinished
      ? dice.weighted([
          [12, 'completed'],
          [1, 'cancelled'],
        ])
      : dice.weighted([
          [3, 'pending'],
          [1, 'in_progress'],
        ]),
    priority: dice.weighted([
      [3, 'low'],
      [5, 'medium'],
      [3, 'high'],
      [1, 'critical'],
    ]),
    task_type: type,
    due_date: dateOf(dueMs),
    assignee_id: company.owner.userId,
    deal_id: deal.id,
    contact_id: person.id,
    company_id: company.id,
    completed_at: isFinished ? momentOf(doneMs) : null,
    owner_id: company.owner.userId,
    created_at: momentOf(createdMs),
    updated_at: momentOf(isFinished ? doneMs : createdMs),
  }
}
