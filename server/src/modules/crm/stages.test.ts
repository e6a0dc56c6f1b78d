import { expect, test } from 'vitest'
import { change, eventsOf, make, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'

test('the documented call that moves a deal to "proposal" works on the default pipeline', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'deals')
  const changed = await app.call('PUT', `${paths.deals}/${id}`, {
    body: { stage: 'proposal', probability: 80, next_steps: 'Send technical proposal' },
  })
  expect(changed).toMatchObject({
    status: 200,
    body: {
      data: {
        stage: 'opportunity',
        stage_name: 'Opportunity',
        probability: 80,
        next_steps: 'Send technical proposal',
      },
    },
  })
  expect(await rowsOf(app, 'deals', { stage: 'proposal', priority: 'medium' })).toHaveLength(1)
})

test('moving a deal keeps its history, its probability, its end and an event', async () => {
  await using app = await startTestApp()
  const { id, created_at } = await make(app, 'deals')
  const put = (body: object) => change(app, 'deals', id, body)
  expect(await put({ stage: 'verbal' })).toMatchObject({ probability: 70, status: 'open' })
  const won = await put({ stage: 'Closed Won' })
  expect(won).toMatchObject({ stage: 'signed', probability: 100, status: 'won', is_overdue: false })
  expect(won.closed_at >= created_at).toBe(true)
  expect(await put({ stage: 'signed', title: 'Same stage' })).toMatchObject({
    closed_at: won.closed_at,
    probability: 100,
  })
  expect(await put({ stage: 'sql' })).toMatchObject({ status: 'open', closed_at: null })

  const { body } = await app.call('GET', `${paths.deals}/${id}`)
  const moves: { from_stage: string | null; to_stage: string }[] = body.data.stage_history
  expect(moves.map(({ from_stage, to_stage }) => [from_stage, to_stage])).toEqual([
    [null, 'sql'],
    ['sql', 'verbal'],
    ['verbal', 'signed'],
    ['signed', 'sql'],
  ])
  const events = await eventsOf(app, id)
  expect(events.map(({ name }) => name)).toEqual([
    'deal.created',
    ...Array.from({ length: 2 }, () => ['deal.updated', 'deal.stage_changed']).flat(),
    'deal.updated',
    'deal.updated',
    'deal.stage_changed',
  ])
  expect(events[2]?.data).toMatchObject({
    stage: 'verbal',
    previous: { stage: 'sql', stage_id: expect.any(String), probability: 20 },
  })
  expect(Object.keys(events[2]?.data['previous'] as object).sort()).toEqual([
    'probability',
    'stage',
    'stage_id',
  ])
})

test('a deal sent back as it was read, with a new stage or a new stage_id, moves there', async () => {
  await using app = await startTestApp()
  const { id } = await make(app, 'deals')
  const verbal = await make(app, 'deals', { stage: 'verbal' })
  const read = async () => (await app.call('GET', `${paths.deals}/${id}`)).body.data as object
  const put = (body: object) => app.call('PUT', `${paths.deals}/${id}`, { body })

  expect((await put({ ...(await read()), stage: 'opportunity' })).body.data.stage).toBe(
    'opportunity',
  )
  expect((await put({ ...(await read()), stage_id: verbal['stage_id'] })).body.data.stage).toBe(
    'verbal',
  )
  expect(await put({ stage: 'sql', stage_id: 'lost' })).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_ERROR', details: { field: 'stage' } },
  })
})

test("a stage's own name goes before a former name of another stage", async () => {
  await using app = await startTestApp()
  await app.call('POST', '/functions/v1/api-v1-deal-stages', { body: { name: 'Proposal' } })
  const deal = await make(app, 'deals', { stage: 'proposal' })
  expect(deal['stage_name']).toBe('Proposal')
  await make(app, 'deals', { stage: 'opportunity' })
  expect(await valuesOf(app, 'deals', 'id', { stage: 'proposal' })).toEqual([deal.id])
})
