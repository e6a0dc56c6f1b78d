import assert from 'node:assert/strict'
import type { Emulator } from './emulator.ts'
import { type Fathom, FathomError, type FathomFailure } from './port.ts'

export type FathomUnderTest = {
  /** With a key that is accepted. */
  readonly fathom: Fathom
  readonly withBadKey: Fathom
  readonly emulator: Emulator
}

async function failureOf(work: Promise<unknown>): Promise<FathomError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof FathomError, `expected a failure, got ${String(error)}`)
  return error
}

async function assertFails(work: Promise<unknown>, failure: FathomFailure): Promise<FathomError> {
  const error = await failureOf(work)
  assert.equal(error.failure, failure)
  return error
}

type Recorded = { recording_id: number; transcript?: unknown[]; default_summary?: unknown }

async function readAll(fathom: Fathom): Promise<Recorded[]> {
  const all: Recorded[] = []
  let cursor: string | undefined
  do {
    const page = await fathom.listMeetings({ cursor, withContent: false })
    all.push(...(page.meetings as Recorded[]))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return all
}

/** What an adapter must do with a server that behaves as Fathom. The emulator starts with 23 meetings. */
export const fathomConformance: readonly {
  readonly title: string
  readonly check: (under: FathomUnderTest) => Promise<void>
}[] = [
  {
    title: 'pages of ten lead to every meeting once, newest first',
    async check({ fathom, emulator }) {
      const ids = (await readAll(fathom)).map((meeting) => meeting.recording_id)
      assert.deepEqual(ids, emulator.meetings.map((meeting) => meeting.recording_id).toReversed())
      assert.equal(emulator.requests.length, 3)
    },
  },
  {
    title: 'content comes only when it is asked for',
    async check({ fathom }) {
      const bare = (await fathom.listMeetings({ withContent: false })).meetings[0] as Recorded
      const full = (await fathom.listMeetings({ withContent: true })).meetings[0] as Recorded
      assert.equal(bare.transcript, undefined)
      assert.ok((full.transcript?.length ?? 0) > 3)
      assert.ok(full.default_summary)
    },
  },
  {
    title: 'meetings created after a moment are found by it',
    async check({ fathom, emulator }) {
      const createdAfter = emulator.meetings.at(-3)?.created_at
      const page = await fathom.listMeetings({ createdAfter, withContent: false })
      assert.equal(page.meetings.length, 2)
      assert.equal(page.nextCursor, undefined)
    },
  },
  {
    title: 'an account without meetings is no bad key, and a bad key is not an empty account',
    async check({ fathom, withBadKey, emulator }) {
      emulator.meetings.length = 0
      assert.deepEqual((await fathom.listMeetings({ withContent: false })).meetings, [])
      const error = await assertFails(withBadKey.listMeetings({ withContent: false }), 'bad_key')
      assert.equal(error.retryable, false)
    },
  },
  {
    title: 'a meeting that the SDK would refuse does not hide the others of its page',
    async check({ fathom, emulator }) {
      const { scheduled_start_time: _, ...withoutTime } = emulator.record()
      emulator.meetings.splice(-1, 1, { ...withoutTime, transcript_language: null } as never)
      assert.equal((await fathom.listMeetings({ withContent: false })).meetings.length, 10)
    },
  },
  {
    title:
      'transcript and summary of a recording can be had alone, and those of none are undefined',
    async check({ fathom, emulator }) {
      const id = emulator.meetings[0]?.recording_id ?? 0
      assert.ok(((await fathom.getTranscript(id))?.length ?? 0) > 3)
      assert.match((await fathom.getSummary(id)) ?? '', /Purpose/)
      assert.equal(await fathom.getTranscript(1), undefined)
      assert.equal(await fathom.getSummary(1), undefined)
      assert.deepEqual(await fathom.listTeams(), ['Sales'])
    },
  },
  {
    title: 'a webhook is created with its secret, and deleted once',
    async check({ fathom, emulator }) {
      const created = await fathom.createWebhook('https://parley.example.com/hook')
      const known = emulator.webhooks.get(created.id)
      assert.equal(known?.secret, created.secret)
      assert.equal(known?.url, 'https://parley.example.com/hook')
      assert.ok(known?.include_transcript && known.include_summary && known.include_action_items)
      assert.equal(await fathom.deleteWebhook(created.id), true)
      assert.equal(await fathom.deleteWebhook(created.id), false)
      assert.equal(emulator.webhooks.size, 0)
    },
  },
  {
    title: 'what Fathom finds wrong is refused, and trying again is not suggested',
    async check({ fathom }) {
      const error = await assertFails(fathom.createWebhook('no address'), 'refused')
      assert.equal(error.retryable, false)
    },
  },
  {
    title:
      'a limit says how long to wait, in seconds or as a date, and is kept without asking again',
    async check({ fathom, emulator }) {
      emulator.order({ status: 429, headers: { 'retry-after': '7' } })
      const error = await assertFails(fathom.listMeetings({ withContent: false }), 'limited')
      assert.ok(error.retryable && error.retryAfterMs === 7_000)
      const asked = emulator.requests.length
      await assertFails(fathom.listTeams(), 'limited')
      assert.equal(emulator.requests.length, asked)
    },
  },
  ...[
    { title: 'an error of the server', fault: { status: 503 } },
    { title: 'a closed connection', fault: { status: 'hang_up' } },
    { title: 'an answer that is not JSON', fault: { status: 200, body: '<html>' } },
    { title: 'an answer without meetings', fault: { status: 200, body: '{}' } },
  ].map(({ title, fault }) => ({
    title: `${title} is a failure that may pass, and the next request finds the meetings`,
    async check({ fathom, emulator }: FathomUnderTest) {
      emulator.order(fault as Parameters<Emulator['order']>[0])
      const error = await assertFails(fathom.listMeetings({ withContent: false }), 'unavailable')
      assert.equal(error.retryable, true)
      assert.equal((await fathom.listMeetings({ withContent: false })).meetings.length, 10)
    },
  })),
]
