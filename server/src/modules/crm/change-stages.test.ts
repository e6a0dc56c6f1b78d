import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const stages = '/functions/v1/api-v1-deal-stages'
const deals = '/functions/v1/api-v1-deals'

async function namesOf(app: TestApp): Promise<string[]> {
  const { body } = await app.call('GET', stages)
  const rows: { name: string }[] = body.data
  return rows.map(({ name }) => name)
}

async function stageNamed(app: TestApp, name: string): Promise<{ id: string; order: number }> {
  const { body } = await app.call('GET', stages)
  const rows: { id: string; name: string; order: number }[] = body.data
  const found = rows.find((stage) => stage.name === name)
  if (!found) throw new Error(`There is no stage ${name}.`)
  return found
}

test('every workspace begins with the pipeline SQL, Opportunity, Verbal, Signed, Lost', async () => {
  await using app = await startTestApp()
  expect(await namesOf(app)).toEqual(['SQL', 'Opportunity', 'Verbal', 'Signed', 'Lost'])
})

test('a stage can be added at a place, renamed, moved and deleted', async () => {
  await using app = await startTestApp()
  const added = await app.call('POST', stages, {
    body: { name: 'Proof of concept', order: 3, probability: 55, color: '#aabbcc' },
  })
  expect(added).toMatchObject({
    status: 201,
    body: { data: { key: 'proof_of_concept', order: 3, probability: 55, is_final: false } },
  })
  const { id } = added.body.data
  const deal = await app.call('POST', deals, {
    body: {
      title: 'Trial',
      value: 1,
      expected_close_date: '2030-01-01',
      stage: 'Proof of Concept',
    },
  })
  expect(deal.body.data).toMatchObject({ stage: 'proof_of_concept', probability: 55 })

  const renamed = await app.call('PATCH', `${stages}/${id}`, { body: { name: 'Pilot', order: 2 } })
  expect(renamed.body.data).toMatchObject({ key: 'pilot', order: 2 })
  expect(await namesOf(app)).toEqual(['SQL', 'Pilot', 'Opportunity', 'Verbal', 'Signed', 'Lost'])
  const byFormerName = await app.call('GET', `${deals}?stage=proof_of_concept`)
  expect(byFormerName.body.count).toBe(1)

  expect(await app.call('DELETE', `${stages}/${id}`)).toMatchObject({
    status: 409,
    body: { code: 'HAS_ASSOCIATIONS', details: { deals: 1 } },
  })
  await app.call('PUT', `${deals}/${deal.body.data.id}`, { body: { stage: 'verbal' } })
  expect(await app.call('DELETE', `${stages}/${id}`)).toMatchObject({ status: 200 })
  expect(await namesOf(app)).toEqual(['SQL', 'Opportunity', 'Verbal', 'Signed', 'Lost'])

  const one = await app.call('GET', `${deals}/${deal.body.data.id}`)
  expect(one.body.data.stage_history).toMatchObject([
    { from_stage: null, to_stage: 'pilot' },
    { from_stage: 'pilot', to_stage: 'verbal', changed_by: app.owner.userId },
  ])
})

test('a pipeline keeps an open stage, unique names, and the outcome of stages with deals', async () => {
  await using app = await startTestApp()
  expect(await app.call('POST', stages, { body: { name: 'verbal' } })).toMatchObject({
    status: 409,
    body: { code: 'DUPLICATE_NAME' },
  })
  const first = await stageNamed(app, 'SQL')
  await app.call('POST', deals, {
    body: { title: 'A', value: 1, expected_close_date: '2030-01-01' },
  })
  const patched = await app.call('PATCH', `${stages}/${first.id}`, { body: { outcome: 'won' } })
  expect(patched).toMatchObject({ status: 409, body: { code: 'HAS_ASSOCIATIONS' } })
  for (const name of ['Opportunity', 'Verbal']) {
    const { id } = await stageNamed(app, name)
    expect((await app.call('DELETE', `${stages}/${id}`)).status).toBe(200)
  }
  expect((await app.call('DELETE', `${stages}/${first.id}`)).status).toBe(400)
})

test('stages are changed by admins only, and never those of another workspace', async () => {
  await using app = await startTestApp()
  const key = await app.newKey({ ...app.owner, scopes: ['read', 'write', 'delete'] })
  expect((await app.call('POST', stages, { key, body: { name: 'X' } })).status).toBe(403)
  expect((await app.call('GET', stages, { key })).status).toBe(200)
  const other = await app.newWorkspace()
  const { id } = await stageNamed(app, 'Verbal')
  const foreign = { key: other.apiKey, body: { name: 'Mine' } }
  expect((await app.call('PATCH', `${stages}/${id}`, foreign)).status).toBe(404)
  expect((await app.call('DELETE', `${stages}/${id}`, { key: other.apiKey })).status).toBe(404)
})
