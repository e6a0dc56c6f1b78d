import { expect, test } from 'vitest'
import { openFakeEmbeddings } from '../../providers/embeddings/fake.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { addText, hours, makeAgent, refunds, search } from '../../../test/knowledge.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { prepareKnowledge, searchKnowledge } from './index.ts'

const french =
  'Les remboursements sont versés sur la carte dans les quatorze jours. Le reçu est nécessaire.'
const arabic =
  'يتم رد المبالغ إلى البطاقة خلال أربعة عشر يوما من إعادة البضائع. الإيصال مطلوب لذلك.'

test('what has the words and the meaning comes first, with its source', async () => {
  await using app = await startTestApp()
  const { id } = await addText(app, refunds, { itemName: 'Refunds' })
  await addText(app, hours)
  const found = await search(app, 'Within how many days are refunds paid back?')
  expect(found).toMatchObject({ mode: 'hybrid', notice: null })
  expect(found.passages[0]).toMatchObject({
    rank: 1,
    text: refunds,
    matchedBy: ['words', 'meaning'],
    source: { itemId: id, itemName: 'Refunds', type: 'TEXT', page: null, heading: null, offset: 0 },
  })
})

test('what shares no word is found by its meaning', async () => {
  const embeddings = openFakeEmbeddings({ synonyms: { reimbursements: 'refunds' } })
  await using app = await startTestApp({ embeddings })
  await addText(app, refunds)
  expect((await search(app, 'reimbursements')).passages[0]).toMatchObject({
    text: refunds,
    matchedBy: ['meaning'],
  })
})

test('without a model it is searched by words alone, and says so', async () => {
  await using app = await startTestApp({ embeddings: null })
  await addText(app, refunds)
  const found = await search(app, 'refund')
  expect(found).toMatchObject({
    mode: 'full_text',
    notice: expect.stringContaining('No model of meanings is configured'),
    passages: [{ text: refunds, matchedBy: ['words'] }],
  })
})

test.each([
  ['English', refunds, 'paying a refund for receipts'],
  ['French', french, 'remboursement de la carte'],
  ['Arabic', arabic, 'المبالغ إلى البطاقات'],
])('words of %s are found in other forms too', async (_, text, query) => {
  await using app = await startTestApp({ embeddings: null })
  await addText(app, hours)
  await addText(app, text)
  expect((await search(app, query)).passages[0]?.text).toBe(text)
})

test('a model that does not know a language is not asked about it', async () => {
  const embeddings = openFakeEmbeddings({ languages: ['en'] })
  await using app = await startTestApp({ embeddings })
  await addText(app, french)
  await addText(app, refunds)
  const asked = embeddings.calls.flat()
  expect(asked).toEqual([refunds])
  const found = await search(app, 'Quand sont versés les remboursements sur la carte ?')
  expect(found).toMatchObject({
    mode: 'full_text',
    notice: expect.stringContaining('does not know the language'),
  })
  expect(found.passages[0]?.text).toBe(french)
  expect(embeddings.calls.flat()).toEqual(asked)
})

test('a model that fails or takes too long holds nobody up', async () => {
  const embeddings = openFakeEmbeddings()
  await using app = await startTestApp({ embeddings })
  await addText(app, refunds)
  const { workspaceId } = app.owner
  const query = { workspaceId, query: 'refunds', limit: 3 }

  embeddings.script({ error: new ProviderError('embeddings', true, 'away') })
  expect(await searchKnowledge(app.context, query)).toMatchObject({
    mode: 'full_text',
    notice: expect.stringContaining('cannot be had'),
    passages: [{ text: refunds }],
  })
  const { promise: never, resolve: letGo } = Promise.withResolvers<void>()
  embeddings.script({ gate: () => never, isReady: false })
  const late = await searchKnowledge(app.context, { ...query, patienceMs: 5 })
  expect(late).toMatchObject({ mode: 'full_text', notice: expect.stringContaining('loading') })
  expect(late.passages).toHaveLength(1)
  letGo()
})

test('a search finds at most what is asked for, and punctuation finds nothing', async () => {
  await using app = await startTestApp()
  for (let index = 0; index < 4; index += 1) await addText(app, `${refunds} Number ${index}.`)
  expect((await search(app, 'refunds', { limit: 2 })).passages).toHaveLength(2)
  expect((await search(app, '!?;')).passages).toEqual([])
  expect((await search(app, "refunds & ! ( | ' :*")).passages.length).toBeGreaterThan(0)
  const empty = await app.call('POST', '/v1/voice-agents/knowledge-base/search', { body: {} })
  expect(empty.status).toBe(400)
})

test('a live call finds what its agent may, also right after it changed', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { id } = await addText(app, refunds)
  const agentId = await makeAgent(app, { knowledgeBaseItemsIds: [id] })
  await prepareKnowledge(app.context, { workspaceId, agentId })
  const find = async (query: string) =>
    (await searchKnowledge(app.context, { workspaceId, agentId, query, limit: 1 })).passages[0]
  expect(await find('refunds')).toMatchObject({ text: refunds, matchedBy: ['words', 'meaning'] })
  const body = { content: hours }
  await app.call('PATCH', `/v1/voice-agents/knowledge-base/${id}`, { body })
  await app.drain()
  expect(await find('When does the shop open?')).toMatchObject({
    text: hours,
    matchedBy: ['words', 'meaning'],
  })
})

test('nothing is found where nothing is', async () => {
  await using app = await startTestApp()
  expect(await search(app, 'refunds')).toMatchObject({ mode: 'hybrid', passages: [] })
})
