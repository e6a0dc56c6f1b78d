import { expect, test } from 'vitest'
import {
  change,
  eventsOf,
  make,
  makeRep,
  nobody,
  paths,
  rowsOf,
  valuesOf,
} from '../../../test/crm.ts'
import { expectRefusedBodies, expectRefusedQueries } from '../../../test/refusals.ts'
import { startTestApp } from '../../../test/test-app.ts'

const documented = {
  title: 'Follow up with Acme Corp',
  description: 'Discuss implementation timeline',
  status: 'pending',
  priority: 'high',
  due_date: '2025-01-15',
}
const dayMs = 86_400_000
const dayFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)

test('a task is created, read, listed, changed and deleted with every documented field', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Acme' })
  const contact = await make(app, 'contacts', { first_name: 'Jo', last_name: 'Do' })
  const deal = await make(app, 'deals', { title: 'Licence' })
  const body = {
    ...documented,
    assignee_id: app.owner.userId,
    deal_id: deal.id,
    contact_id: contact.id,
    company_id: company.id,
  }
  const created = await app.call('POST', paths.tasks, { body })
  expect(created.status).toBe(201)
  const task = created.body.data
  expect(task).toEqual({
    ...body,
    id: task.id,
    task_type: 'general',
    assignee_name: 'Test owner',
    deal_title: 'Licence',
    contact_name: 'Jo Do',
    company_name: 'Acme',
    completed_at: null,
    is_overdue: true,
    days_until_due: expect.any(Number),
    owner_id: app.owner.userId,
    created_at: task.created_at,
    updated_at: task.created_at,
  })
  expect((await app.call('GET', `${paths.tasks}/${task.id}`)).body).toEqual({
    data: task,
    error: null,
  })
  expect(await rowsOf(app, 'tasks')).toEqual([task])
  const changed = await app.call('PUT', `${paths.tasks}/${task.id}`, {
    body: { description: null, deal_id: '', priority: 'low' },
  })
  expect(changed.body.data).toMatchObject({
    description: null,
    deal_id: null,
    deal_title: null,
    priority: 'low',
    title: documented.title,
  })
  await app.call('DELETE', `${paths.tasks}/${task.id}`)
  expect(await app.call('GET', `${paths.tasks}/${task.id}`)).toMatchObject({
    status: 404,
    body: { error: 'Task not found', code: 'TASK_NOT_FOUND' },
  })
})

test('a task needs a title and a due date, has defaults, and each wrong value is refused', async () => {
  await using app = await startTestApp()
  expect(await make(app, 'tasks')).toMatchObject({
    status: 'pending',
    priority: 'medium',
    task_type: 'general',
    assignee_id: app.owner.userId,
  })
  for (const field of ['title', 'due_date']) {
    const { [field]: _, ...body } = documented as Record<string, unknown>
    expect(await app.call('POST', paths.tasks, { body })).toMatchObject({
      status: 400,
      body: { error: `Field '${field}' is required.`, details: { field } },
    })
  }
  await expectRefusedBodies(app, 'tasks', documented, [
    ['title', ' '],
    ['status', 'finished'],
    ['status', null],
    ['priority', 'extreme'],
    ['task_type', 'dance'],
    ['due_date', '2025-02-30'],
    ['due_date', '10000-01-01'],
    ['due_date', '0000-01-01'],
    ['assignee_id', 'me'],
    ['assignee_id', nobody],
    ['deal_id', nobody],
    ['contact_id', nobody],
    ['company_id', nobody],
    ['owner_id', nobody],
  ])
})

test('names of the real server are understood, the documented ones answered', async () => {
  await using app = await startTestApp()
  const { userId } = await app.newMember(app.owner.workspaceId, 'rep')
  const created = await app.call('POST', paths.tasks, {
    body: {
      ...documented,
      assigned_to: userId,
      priority: 'urgent',
      status: 'todo',
      type: 'follow_up',
    },
  })
  expect(created).toMatchObject({
    status: 201,
    body: {
      data: {
        assignee_id: userId,
        priority: 'critical',
        status: 'pending',
        task_type: 'follow_up',
      },
    },
  })
  await make(app, 'tasks', { due_date: dayFromNow(9) })
  for (const query of [
    { assigned_to: userId },
    { assignee_id: userId },
    { priority: 'urgent' },
    { priority: 'critical' },
    { 'priority[in]': 'urgent' },
    { due_before: '2025-01-15' },
    { due_date_to: '2025-01-15' },
    { overdue: 'true' },
    { overdue: '1' },
    { 'status[in]': 'todo', task_type: 'follow_up' },
  ] as Record<string, string>[]) {
    expect(await rowsOf(app, 'tasks', query), JSON.stringify(query)).toHaveLength(1)
  }
  expect(await rowsOf(app, 'tasks', { status: 'todo' })).toHaveLength(2)
  expect(await rowsOf(app, 'tasks', { due_after: '2025-01-16' })).toHaveLength(1)
  expect(await rowsOf(app, 'tasks', { overdue: 'false' })).toHaveLength(1)
})

test('tasks are filtered by all documented filters and by operators', async () => {
  await using app = await startTestApp()
  const contact = await make(app, 'contacts')
  const rows = [
    { title: 'A', due_date: '2025-01-01', status: 'completed' },
    { title: 'B', due_date: '2025-01-02', status: 'in_progress', contact_id: contact.id },
    { title: 'C', due_date: '2025-01-03', status: 'cancelled', priority: 'low' },
    { title: 'D', due_date: dayFromNow(3), task_type: 'call' },
  ]
  for (const row of rows) await make(app, 'tasks', row)
  const titles = async (query: Record<string, string>) =>
    (await valuesOf(app, 'tasks', 'title', { ...query, sort: 'title', order: 'asc' })).join('')
  const table: [Record<string, string>, string][] = [
    [{ status: 'completed' }, 'A'],
    [{ status: 'done' }, 'A'],
    [{ priority: 'low' }, 'C'],
    [{ due_date_from: '2025-01-02', due_date_to: '2025-01-03' }, 'BC'],
    [{ due_date_from: dayFromNow(1) }, 'D'],
    [{ overdue: 'true' }, 'B'],
    [{ overdue: 'false' }, 'ACD'],
    [{ contact_id: contact.id }, 'B'],
    [{ task_type: 'call' }, 'D'],
    [{ owner_id: app.owner.userId }, 'ABCD'],
    [{ assignee_id: nobody }, ''],
    [{ 'completed_at[null]': 'false' }, 'A'],
    [{ 'contact_id[null]': 'true' }, 'ACD'],
    [{ 'status[ne]': 'done' }, 'BCD'],
    [{ 'status[in]': 'completed,cancelled' }, 'AC'],
    [{ 'due_date[lt]': '2025-01-02' }, 'A'],
    [{ search: 'd' }, 'D'],
  ]
  for (const [query, expected] of table) {
    expect(await titles(query), JSON.stringify(query)).toBe(expected)
  }
  await expectRefusedQueries(app, 'tasks', [
    ['status', 'open'],
    ['priority', 'extreme'],
    ['due_date_from', '2025-13-01'],
    ['assignee_id', 'me'],
    ['overdue', 'maybe'],
    ['sort', 'assignee_name'],
  ])
})

test('completed_at follows the status, and completing a task is announced once', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'tasks')
  const put = (status: string) => change(app, 'tasks', id, { status })
  const done = await put('completed')
  expect(done['completed_at']).toEqual(done.updated_at)
  expect(done.is_overdue).toBe(false)
  expect((await put('completed')).completed_at).toBe(done.completed_at)
  expect(await put('in_progress')).toMatchObject({ completed_at: null, is_overdue: true })
  await put('done')
  const events = await eventsOf(app, id)
  expect(events.map(({ name }) => name)).toEqual([
    'task.created',
    'task.updated',
    'task.completed',
    'task.updated',
    'task.updated',
    'task.completed',
  ])
  expect(events[2]?.data).toMatchObject({
    status: 'completed',
    previous: { status: 'pending', completed_at: null },
  })
  const born = await make(app, 'tasks', { status: 'completed' })
  expect(born['completed_at']).toBe(born['created_at'])
})

test('days_until_due counts from today, and today is not overdue', async () => {
  await using app = await startTestApp()
  for (const [days, overdue] of [
    [-3, true],
    [0, false],
    [4, false],
  ] as const) {
    expect(await make(app, 'tasks', { due_date: dayFromNow(days) })).toMatchObject({
      days_until_due: days,
      is_overdue: overdue,
    })
  }
})

test('whoever a task is assigned to sees it, works on it and sends it back, but cannot take it', async () => {
  await using app = await startTestApp()
  const rep = await makeRep(app)
  const mine = await make(app, 'tasks', { assignee_id: rep.userId })
  const foreign = await make(app, 'tasks')

  expect((await rowsOf(app, 'tasks', {}, rep.key)).map(({ id }) => id)).toEqual([mine.id])
  expect((await app.call('GET', `${paths.tasks}/${foreign.id}`, rep)).status).toBe(404)
  const put = (body: object) => app.call('PUT', `${paths.tasks}/${mine.id}`, { ...rep, body })
  expect(await put({ ...mine, status: 'completed' })).toMatchObject({
    status: 200,
    body: { data: { status: 'completed', owner_id: app.owner.userId } },
  })
  expect(await put({ owner_id: rep.userId })).toMatchObject({
    status: 403,
    body: { code: 'INSUFFICIENT_PERMISSIONS', details: { required: 'admin', field: 'owner_id' } },
  })
  expect(await put({ owner_id: app.owner.userId, deal_id: nobody })).toMatchObject({
    status: 400,
    body: { details: { field: 'deal_id' } },
  })
})
