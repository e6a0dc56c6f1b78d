import { expect, test } from 'vitest'
import { currentOf, makeTalk } from '../../../test/evaluations.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

/** The talk is on that day, and agrees on Tuesday the 10th. */
const meeting = { meeting_start: '2026-03-03T09:00:00Z', meeting_end: '2026-03-03T09:30:00Z' }
const now = () => new Date('2026-03-03T10:00:00Z')
const tuesday = '2026-03-10'

async function makePeople(app: TestApp) {
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'n@lumen.example',
  })
  const deal = await app.client.deals.create({
    title: 'Rollout',
    value: 1_000,
    expected_close_date: '2026-05-29',
    primary_contact_id: contact.id,
  })
  return { contact_id: contact.id, deal_id: deal.id }
}

async function crmOf(app: TestApp, dealId: string) {
  const [activities, tasks, deal] = await Promise.all([
    app.client.activities.list({ deal_id: dealId }),
    app.client.tasks.list({ deal_id: dealId }),
    app.client.deals.get(dealId),
  ])
  return { activities: activities.data, tasks: tasks.data, lastContact: deal.last_contact_date }
}

test('an activity, a task with the next step and the day of the contact follow, once', async () => {
  await using app = await startTestApp({ now })
  const people = await makePeople(app)
  const id = await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.drain()
  const { effects, content } = await currentOf(app, id)
  expect(effects.map(({ kind }) => kind)).toEqual(['activity', 'last_contact', 'task'])
  const first = await crmOf(app, people.deal_id)
  expect(first).toMatchObject({
    activities: [
      {
        activity_type: 'meeting',
        description: 'Discovery',
        date: '2026-03-03',
        outcome: 'neutral',
        contact_id: people.contact_id,
        owner_id: app.owner.userId,
      },
    ],
    tasks: [
      {
        title: content?.next_steps[0]?.text,
        due_date: tuesday,
        task_type: 'follow_up',
        assignee_id: app.owner.userId,
        contact_id: people.contact_id,
      },
    ],
    lastContact: '2026-03-03',
  })
  await app.client.evaluations.request(id, {})
  await app.drain()
  expect((await app.client.evaluations.list(id)).count).toBe(2)
  expect(await crmOf(app, people.deal_id)).toEqual(first)
})

test('what followed is taken back one by one or altogether, once, and is not made again', async () => {
  await using app = await startTestApp({ now })
  const people = await makePeople(app)
  await app.client.deals.update(people.deal_id, { last_contact_date: '2026-02-01' })
  const id = await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.drain()
  const task = await app.client.evaluations.undoEffects(id, { kind: 'task' })
  expect(task.map(({ kind, undone_by: by }) => [kind, by])).toEqual([
    ['activity', null],
    ['last_contact', null],
    ['task', app.owner.userId],
  ])
  expect(await crmOf(app, people.deal_id)).toMatchObject({ activities: [{}], tasks: [] })
  const all = await app.client.evaluations.undoEffects(id, {})
  expect(await crmOf(app, people.deal_id)).toEqual({
    activities: [],
    tasks: [],
    lastContact: '2026-02-01',
  })
  // Somebody brings the task back; undoing again leaves it alone.
  const taskId = all.find(({ kind }) => kind === 'task')?.record_id ?? ''
  await app.client.tasks.restore(taskId)
  expect(await app.client.evaluations.undoEffects(id, {})).toEqual(all)
  expect((await crmOf(app, people.deal_id)).tasks).toHaveLength(1)
  await app.client.evaluations.request(id, {})
  await app.drain()
  expect(await crmOf(app, people.deal_id)).toMatchObject({
    activities: [],
    lastContact: '2026-02-01',
  })
})

test('each effect is an option of the workspace', async () => {
  await using app = await startTestApp({ now })
  const people = await makePeople(app)
  const { evaluations } = app.client
  await evaluations.updateSettings({ log_activity: false, set_last_contact: false })
  const id = await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.drain()
  expect(await crmOf(app, people.deal_id)).toMatchObject({
    activities: [],
    tasks: [{ due_date: tuesday }],
    lastContact: null,
  })
  expect((await currentOf(app, id)).effects.map(({ kind }) => kind)).toEqual(['task'])
})

test('a date that somebody set since, or a later one, stays', async () => {
  await using app = await startTestApp({ now })
  const people = await makePeople(app)
  const id = await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.drain()
  await app.client.deals.update(people.deal_id, { last_contact_date: '2026-03-04' })
  await app.client.evaluations.undoEffects(id, {})
  expect((await crmOf(app, people.deal_id)).lastContact).toBe('2026-03-04')
  await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.drain()
  expect((await crmOf(app, people.deal_id)).lastContact).toBe('2026-03-04')
})

test('of a talk long ago no task is made, and of strangers no activity is logged', async () => {
  await using app = await startTestApp()
  const people = await makePeople(app)
  await makeTalk(app, { meeting: { ...meeting, ...people } })
  const strangers = await makeTalk(app, { meeting })
  await app.drain()
  expect(await crmOf(app, people.deal_id)).toMatchObject({ activities: [{}], tasks: [] })
  expect((await currentOf(app, strangers)).effects).toEqual([])
})

test('records that are gone by then are left out', async () => {
  await using app = await startTestApp({ now })
  const people = await makePeople(app)
  const id = await makeTalk(app, { meeting: { ...meeting, ...people } })
  await app.client.deals.delete(people.deal_id)
  await app.drain()
  expect((await currentOf(app, id)).effects.map(({ kind }) => kind)).toEqual(['activity', 'task'])
})
