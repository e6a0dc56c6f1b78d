import type { KnowledgeItem } from '@parley/contract'
import { eventually } from './eventually.ts'
import type { TestApp } from './test-app.ts'

export const knowledgePath = '/v1/voice-agents/knowledge-base'

/** Sentences of their own, each about one thing, together as long as a text must be. */
export const refunds =
  'Refunds are paid back to the card within fourteen days. The receipt is needed for it.'
export const hours =
  'The shop opens at nine in the morning and closes at five in the afternoon, except on Sundays.'

/** Adds a text and has it processed. */
export async function addText(
  app: TestApp,
  content: string,
  { key, itemName = 'Text' }: { key?: string; itemName?: string } = {},
): Promise<KnowledgeItem> {
  const items = [{ type: 'TEXT', itemName, content }]
  const options = key === undefined ? { body: { items } } : { body: { items }, key }
  const { body } = await app.call('POST', knowledgePath, options)
  await app.drain()
  return body.data as KnowledgeItem
}

/** Sends a file as a form. */
export async function uploadFile(
  app: TestApp,
  file: Uint8Array,
  fileName: string,
  fields: Readonly<Record<string, string>> = {},
) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]), fileName)
  const reply = await fetch(app.baseUrl + knowledgePath, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey },
    body: form,
  })
  return { status: reply.status, body: (await reply.json()) as { data: KnowledgeItem } }
}

export async function getItem(app: TestApp, id: string): Promise<KnowledgeItem> {
  const { status, body } = await app.call('GET', `${knowledgePath}/${id}`)
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body.data as KnowledgeItem
}

type Found = {
  readonly mode: string
  readonly notice: string | null
  readonly passages: readonly {
    readonly text: string
    readonly rank: number
    readonly matchedBy: readonly string[]
    readonly source: Readonly<Record<string, unknown>>
  }[]
}

export async function search(
  app: TestApp,
  query: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Found> {
  const { body } = await app.call('POST', `${knowledgePath}/search`, { body: { query, ...more } })
  return body.data as Found
}

/** A voice agent as the API makes one. */
export async function makeAgent(
  app: TestApp,
  { key, ...body }: { key?: string; name?: string; knowledgeBaseItemsIds?: string[] } = {},
): Promise<string> {
  const options = { body: { name: 'Reception', ...body }, ...(key !== undefined && { key }) }
  const reply = await app.call('POST', '/v2/voice-agents', options)
  return reply.body.data.id as string
}

/** Names of the events about knowledge, in order. */
export async function knowledgeEvents(app: TestApp): Promise<string[]> {
  const { rows } = await app.db.pool.query<{ name: string }>(
    `select name from event where subject_type = 'knowledge_item' order by seq`,
  )
  return rows.map(({ name }) => name)
}

/** Lets failed work be due at once, as often as it takes. */
export async function drainRetries(app: TestApp, rounds = 5): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await app.drain()
    await app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
  }
  await app.drain()
}

export const settled = (app: TestApp, id: string) =>
  eventually(
    () => getItem(app, id),
    ({ status }) => status !== 'PROCESSING',
    30_000,
  )
