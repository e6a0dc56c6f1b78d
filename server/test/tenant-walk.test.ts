import { expect, test } from 'vitest'
import {
  components,
  fillWith,
  minimalBody,
  type Operation,
  operations,
  pathOf,
} from './every-endpoint.ts'
import { saveTranscript } from '../src/modules/conversations/index.ts'
import { saveSignals } from '../src/modules/signals/index.ts'
import type { Owner } from './make.ts'
import { resolve } from './schema-arbitrary.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { insertDelivery, makeWebhook } from './webhook-records.ts'

// Two workspaces, and every door of the API tried with the other one's ids. Operations, fields and
// filters come from the OpenAPI document, so that a new endpoint is walked without being named
// here; one the walk cannot call fails it.

const timeout = 120_000
const canary = 'Canarybird'

/** Where the records of a list come from when the API cannot create them. */
const madeElsewhere = new Set(['/functions/v1/members', '/functions/v1/api-requests'])

/** Made of what was heard or sent, never by the API. */
const transcripts = '/functions/v1/api-v1-transcripts'

async function makeTranscript(place: Place): Promise<string> {
  return (await makeConversation(place)).transcriptId
}

/** A meeting of which there is a transcript. */
async function makeConversation({ app, owner }: Place) {
  const meeting = await app.clientOf(owner.apiKey).meetings.create({ title: fill.text() })
  const saved = await app.db.transaction((tx) =>
    saveTranscript(tx, app.context, {
      workspaceId: owner.workspaceId,
      conversationId: meeting.id,
      source: 'fathom',
      timing: 'start',
      hasSpeakers: false,
      speakers: [{ name: fill.text() }],
      segments: [{ speaker: 1, startMs: 0, endMs: 1_000, text: fill.text() }],
    }),
  )
  if (!saved) throw new Error('The meeting is gone.')
  return { conversationId: meeting.id, transcriptId: saved.transcriptId }
}

const analysed = new Map<string, Promise<string>>()

/** One conversation in each workspace that is measured and evaluated, which takes a moment. */
function makeAnalysed(place: Place): Promise<string> {
  const { workspaceId } = place.owner
  const known = analysed.get(workspaceId)
  if (known) return known
  const making = makeConversation(place).then(async ({ conversationId }) => {
    await place.app.drain()
    return conversationId
  })
  analysed.set(workspaceId, making)
  return making
}

/** Text ids of other systems, which are nobody's records. */
const externalIds = new Set([
  'fathom_recording_id',
  'recording_id',
  'share_id',
  'calls_id',
  'external_call_id',
])

const fill = fillWith(canary)
const ofTheServer = /\/(operations|room)(\/|$)/
const isId = (name: string) => /(^|_)id$/.test(name)

/** An owner whose key lasts for all the calls of a walk. */
async function untiring(app: TestApp, owner: Owner): Promise<Owner> {
  const { workspaceId, userId } = owner
  const scopes = ['read', 'write', 'delete', 'admin'] as const
  return { ...owner, apiKey: await app.newKey({ workspaceId, userId, scopes, rateLimit: 10_000 }) }
}

type Place = {
  readonly app: TestApp
  readonly owner: Owner
}

function call({ app, owner }: Place, operation: Operation, path: string, body?: unknown) {
  return app.call(operation.method, path, { key: owner.apiKey, body })
}

/** Has an id in its path. Doors have their own proofs of who calls, and tests of these. */
function namesRecord({ path, endpoint }: Operation): boolean {
  return path.includes('/{') && endpoint.envelope === undefined
}

/** Records that need more than their smallest body, such as somebody else's server. */
const makers: Readonly<Record<string, (place: Place) => Promise<string>>> = {
  '/functions/v1/api-v1-conversations': makeAnalysed,
  async '/functions/v1/evaluations'(place) {
    const { evaluations } = place.app.clientOf(place.owner.apiKey)
    const { data } = await evaluations.list(await makeAnalysed(place))
    return data[0]?.id ?? ''
  },
  async '/functions/v1/bulk-evaluations'({ app, owner }) {
    return (await app.clientOf(owner.apiKey).evaluations.startBulk({})).id
  },
  // Found by the server, never sent to it.
  async '/functions/v1/signals'(place) {
    const { app, owner } = place
    const { conversationId } = await makeConversation(place)
    const { workspaceId } = owner
    const said = { segment: 0, start_ms: 0, speaker: 1, quote: fill.text() }
    const about = { kind: 'risk', objection_type: null, confidence: 0.6 } as const
    const signals = [{ ...said, ...about, source: 'built_in' } as const]
    await app.db.transaction((tx) =>
      saveSignals(tx, app.context, workspaceId, [{ conversationId, signals, segments: [] }]),
    )
    const list = `/functions/v1/signals?conversation_id=${conversationId}`
    return (await app.call('GET', list, { key: owner.apiKey })).body.data[0].id as string
  },
  async '/functions/v1/reports/reps'({ app, owner }) {
    return (await app.newMember(owner.workspaceId, 'rep')).userId
  },
  async '/functions/v1/integrations/fathom/imports'({ app, owner }) {
    const id = app.context.newId()
    await app.db.pool.query(
      `insert into fathom_import (workspace_id, id, user_id, status) values ($1, $2, $3, 'queued')`,
      [owner.workspaceId, id, owner.userId],
    )
    return id
  },
  // An address that nobody has to look up, and where nobody answers.
  async '/functions/v1/webhooks'({ app, owner }) {
    const { id } = await makeWebhook(app, { key: owner.apiKey, body: { description: fill.text() } })
    return id
  },
}

/** Path of the list that a path with an id belongs to. */
function listPathOf({ path }: Operation): string {
  return path.slice(0, path.indexOf('/{'))
}

function operationAt(method: string, path: string): Operation | undefined {
  return operations.find((operation) => operation.method === method && operation.path === path)
}

/** Id of a record of this list, newly made where the API can make one. */
async function makeRecord(place: Place, list: string): Promise<string> {
  if (list === transcripts) return makeTranscript(place)
  const maker = makers[list]
  if (maker) return maker(place)
  const create = operationAt('POST', list)
  if (!create && !madeElsewhere.has(list)) throw new Error(`${list} has no way to make a record`)
  const reply = create
    ? await call(place, create, list, minimalBody(create, fill))
    : await place.app.call('GET', list, { key: place.owner.apiKey })
  expect(reply, `a record for ${list}`).toMatchObject({
    status: create ? 201 : 200,
    body: { error: null },
  })
  return (create ? reply.body.data : reply.body.data[0]).id as string
}

/** Makes a record of a conversation. */
async function addTo(
  { app, owner }: Place,
  { id, what, body }: { readonly id: string; readonly what: string; readonly body: unknown },
): Promise<string> {
  const path = `/functions/v1/api-v1-conversations/${id}/${what}`
  const reply = await app.call('POST', path, { key: owner.apiKey, body })
  expect(reply, path).toMatchObject({ status: 201 })
  return reply.body.data.id as string
}

/** Records of records, by the name of their id in the path. */
const childMakers: Readonly<Record<string, (place: Place, parentId: string) => Promise<string>>> = {
  async deliveryId({ app, owner }, webhookId) {
    const { id } = await insertDelivery(app, { workspaceId: owner.workspaceId, webhookId })
    return id
  },
  commentId: (place, id) => addTo(place, { id, what: 'comments', body: { text: fill.text() } }),
  clipId(place, id) {
    const body = { title: fill.text(), start_ms: 0, end_ms: 1_000 }
    return addTo(place, { id, what: 'clips', body })
  },
}

/** Ids for the path of an operation: of a record, and where it names one, of a child of it. */
async function idsFor(place: Place, operation: Operation): Promise<Record<string, string>> {
  const [name = '', ...children] = Object.keys(operation.pathParams)
  const id = await makeRecord(place, listPathOf(operation))
  const ids = { [name]: id }
  for (const child of children) {
    const make = childMakers[child]
    if (!make) throw new Error(`${operation.id} has a second id that nothing is made for: ${child}`)
    ids[child] = await make(place, id)
  }
  return ids
}

/** One record of every list of the API, and the owner's own id. */
async function makeWorld(app: TestApp, owner: Owner) {
  const place = { app, owner }
  const lists = [...new Set(operations.filter(namesRecord).map(listPathOf))]
  const ids = new Map<string, string>([['user', owner.userId]])
  for (const list of lists) ids.set(list, await makeRecord(place, list))
  return { ...place, ids }
}

async function makeTwoWorlds(app: TestApp) {
  const ours = await makeWorld(app, await untiring(app, app.owner))
  const theirs = await makeWorld(app, await untiring(app, await app.newWorkspace()))
  return { ours, theirs }
}

/** Body that changes something: the smallest one, and text in the first field that takes any. */
function changeBody(operation: Operation): unknown {
  const body = minimalBody(operation, fill)
  if (body === undefined || Object.keys(body as object).length > 0) return body
  const { properties = {} } = resolve(operation.body ?? {}, components)
  const [name] =
    Object.entries(properties).find(
      ([key, { type, format, enum: values }]) =>
        [type].flat().includes('string') &&
        !format &&
        !values &&
        !isId(key) &&
        !['stage', 'secret'].includes(key),
    ) ?? []
  return name === undefined ? {} : { [name]: fill.text() }
}

function expectNothingOfTheirs(reply: { body: unknown }): void {
  // What was asked for may be repeated in the refusal; what is theirs otherwise may not.
  expect(JSON.stringify(reply.body)).not.toContain(`${canary}`)
}

test('a record of another workspace does not exist, whatever is asked of it', {
  timeout,
}, async () => {
  await using app = await startTestApp()
  const theirs = { app, owner: await app.newWorkspace() }
  const ours = { app, owner: app.owner }
  const withId = operations.filter(namesRecord)
  expect(withId.length).toBeGreaterThan(40)

  for (const operation of withId) {
    const path = pathOf(operation, await idsFor(theirs, operation))
    const body = changeBody(operation)

    const fromUs = await call(ours, operation, path, body)
    expect(fromUs, `${operation.id} from outside`).toMatchObject({ status: 404 })
    expectNothingOfTheirs(fromUs)
    // The same from inside is no 404: it was the workspace that made the difference.
    const fromThem = await call(theirs, operation, path, body)
    if (operation.endpoint.access === 'none') continue
    expect(fromThem, `${operation.id} from inside`).not.toMatchObject({ status: 404 })
  }
})

/** Names of the fields of a body that hold ids of records. */
function idFieldsOf(operation: Operation): string[] {
  const { properties = {} } = resolve(operation.body ?? {}, components)
  for (const [name, property] of Object.entries(properties)) {
    const nested = resolve(property.items ?? property, components).properties ?? {}
    expect(Object.keys(nested).filter(isId), `ids within ${operation.id}.${name}`).toEqual([])
  }
  return Object.keys(properties).filter((name) => isId(name) && !externalIds.has(name))
}

test('a body cannot point at a record of another workspace', { timeout }, async () => {
  await using app = await startTestApp()
  const { ours, theirs } = await makeTwoWorlds(app)
  const walked: string[] = []

  // Doors with an envelope of their own name their workspace in the body; their tests walk them.
  for (const operation of operations.filter(({ body, endpoint }) => body && !endpoint.envelope)) {
    for (const field of idFieldsOf(operation)) {
      const attempt = async (id: string) => {
        const list = operation.path.includes('/{') ? listPathOf(operation) : undefined
        const params = list === undefined ? {} : { id: await makeRecord(ours, list) }
        const body = { ...(minimalBody(operation, fill) as object), [field]: id }
        return call(ours, operation, pathOf(operation, params), body)
      }
      for (const [kind, id] of theirs.ids) {
        const reply = await attempt(id)
        expect(
          [400, 404],
          `${operation.id}.${field} as ${kind}: ${JSON.stringify(reply.body)}`,
        ).toContain(reply.status)
        expectNothingOfTheirs(reply)
      }
      // An id of our own is accepted: it was the workspace that made the difference.
      const own = await Promise.all([...ours.ids.values()].map(attempt))
      expect(
        own.map(({ status }) => status).filter((status) => status < 300),
        `${operation.id}.${field}`,
      ).not.toEqual([])
      walked.push(`${operation.id}.${field}`)
    }
  }
  expect(walked).toEqual(expect.arrayContaining(['createContact.company_id', 'patchTask.deal_id']))
})

/** Filters that take ids of records: `company_id`, and `company_id[in]` for several. */
function idFiltersOf({ query }: Operation): string[] {
  return Object.keys(query).filter(
    (name) => isId(name.replace('[in]', '')) && !externalIds.has(name),
  )
}

test('a filter by a record of another workspace finds nothing', { timeout }, async () => {
  await using app = await startTestApp()
  const { ours, theirs } = await makeTwoWorlds(app)
  const walked: string[] = []

  for (const operation of operations) {
    if (operation.path.includes('/{') || operation.method !== 'GET') continue
    // No lists: they are of counts, which their own tests know to be none.
    if (operation.path.startsWith('/functions/v1/reports/')) continue
    for (const filter of idFiltersOf(operation)) {
      for (const [kind, id] of theirs.ids) {
        const path = `${operation.path}?${encodeURIComponent(filter)}=${id}`
        const reply = await call(ours, operation, path)
        expect(reply, `${operation.id} by ${filter}, as ${kind}`).toMatchObject({
          status: 200,
          body: { data: [] },
        })
      }
      walked.push(`${operation.id} ${filter}`)
    }
  }
  expect(walked).toEqual(
    expect.arrayContaining(['listContacts company_id', 'listDeals company_id[in]']),
  )
})

test('lists and searches show nothing of another workspace', { timeout }, async () => {
  await using app = await startTestApp()
  await makeWorld(app, await app.newWorkspace())
  const ours = { app, owner: app.owner }
  const lists = operations
    .filter(({ method, path }) => method === 'GET' && !path.includes('/{'))
    // What needs no key belongs to nobody, and what has to be asked for by an id is no list.
    .filter(({ endpoint: { id } }) => !id.startsWith('getLinked'))
    .filter(({ path }) => !ofTheServer.test(path))
    .filter(({ endpoint: { query } }) => query?.safeParse({}).success !== false)
  expect(lists.length).toBeGreaterThan(8)

  for (const operation of lists) {
    const paths = [operation.path]
    if ('search' in operation.query) paths.push(`${operation.path}?search=${canary}`)
    for (const path of paths) {
      const reply = await call(ours, operation, path)
      expect(reply, path).toMatchObject({ status: 200 })
      expectNothingOfTheirs(reply)
    }
  }
})

test('a batch can neither reach nor point at a record of another workspace', {
  timeout,
}, async () => {
  await using app = await startTestApp()
  const { ours, theirs } = await makeTwoWorlds(app)
  const batches = operations.filter(({ path }) => path.endsWith('/batch'))
  expect(batches.length).toBeGreaterThanOrEqual(6)

  for (const batch of batches) {
    const list = batch.path.replace(/\/batch$/, '')
    const create = operationAt('POST', list)
    if (!create) throw new Error(`${batch.id} has no create beside it`)
    const id = theirs.ids.get(list) ?? ''
    const before = await call(theirs, batch, `${list}/${id}`)

    for (const operation of ['update', 'upsert', 'delete']) {
      const row = { ...(minimalBody(create, fill) as object), id }
      const reply = await call(ours, batch, batch.path, { operation, by: 'id', records: [row] })
      expect(reply, `${batch.id} ${operation}`).toMatchObject({
        status: 200,
        body: { count: 0, data: [{ status: 'failed', code: expect.any(String) }] },
      })
    }
    for (const field of idFieldsOf(create)) {
      for (const foreign of theirs.ids.values()) {
        const row = { ...(minimalBody(create, fill) as object), [field]: foreign }
        const reply = await call(ours, batch, batch.path, { operation: 'create', records: [row] })
        expect(reply, `${batch.id} ${field}`).toMatchObject({ status: 200, body: { count: 0 } })
      }
    }
    expect((await call(theirs, batch, `${list}/${id}`)).body).toEqual(before.body)
  }
})
