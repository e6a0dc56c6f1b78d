import assert from 'node:assert/strict'
import {
  type CallEvent,
  type CallStatus,
  isFinal,
  type PlaceCallRequest,
  TelephonyError,
  type TelephonyPort,
} from './port.ts'
import type { Callee, CalleeDirectory } from './simulated/callee.ts'

/** A carrier whose callees follow {@link conformanceCallees}, and what it told. */
type CarrierUnderTest = {
  readonly carrier: TelephonyPort
  /** Everything it told until now, in the order of arrival. */
  readonly events: readonly CallEvent[]
  readonly now: () => Date
  /** Lets time pass, and all that is told meanwhile arrive. */
  readonly advance: (ms: number) => Promise<void>
}

type Check = (subject: CarrierUnderTest) => Promise<void>

const from = '+12025550100'
const minuteMs = 60_000

const callees: Readonly<Record<string, Callee>> = {
  '+12025550110': {
    kind: 'answers',
    afterRings: 1,
    lines: [{ afterMs: 0, text: 'Hello, who is it?' }],
    staysMs: 30_000,
  },
  '+12025550111': { kind: 'busy' },
  '+12025550112': { kind: 'no-answer' },
  '+12025550113': {
    kind: 'voicemail',
    afterRings: 1,
    greeting: { afterMs: 0, text: 'Nobody is here. Leave a message.' },
    recordsMs: 20_000,
  },
  '+12025550114': { kind: 'declined', afterRings: 1 },
  '+12025550115': { kind: 'invalid' },
  '+12025550116': { kind: 'fails', fault: 'carrier', cause: { sip: 503 } },
  '+12025550117': { kind: 'blocked' },
  '+12025550118': { kind: 'fails', fault: 'account', cause: { sip: 403 } },
  '+12025550119': { kind: 'refused', failure: 'limited' },
  '+12025550120': { kind: 'refused', failure: 'account' },
  '+12025550121': { kind: 'refused', failure: 'invalid_number' },
}
const person = '+12025550110'
const voicemail = '+12025550113'

export const conformanceCallees: CalleeDirectory = (to) => callees[to] ?? { kind: 'invalid' }

let keys = 0
function order(to: string, more: Partial<PlaceCallRequest> = {}): PlaceCallRequest {
  keys += 1
  return { from, to, reference: `call.${keys}`, idempotencyKey: `key-${keys}`, ...more }
}

const statusesOf = (events: readonly CallEvent[], callId: string): CallStatus[] =>
  events.filter((event) => event.callId === callId).map(({ status }) => status)

/** Places a call and lets it go as it goes. */
async function callTo(subject: CarrierUnderTest, to: string, more: Partial<PlaceCallRequest> = {}) {
  const request = order(to, more)
  const { callId } = await subject.carrier.placeCall(request)
  await subject.advance(5 * minuteMs)
  const told = subject.events.filter((event) => event.callId === callId)
  for (const { reference } of told) assert.equal(reference, request.reference)
  return { callId, told, last: told.at(-1) }
}

/** A call that somebody has answered. */
async function answered(subject: CarrierUnderTest, more: Partial<PlaceCallRequest> = {}) {
  const { callId } = await subject.carrier.placeCall(order(person, more))
  await subject.advance(10_000)
  assert.deepEqual(statusesOf(subject.events, callId), ['initiated', 'ringing', 'answered'])
  return callId
}

async function refusedWith(failure: string, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof TelephonyError, String(error))
    assert.equal(error.failure, failure)
    return true
  })
}

const ends = (to: string, status: CallStatus, more: { fault?: string } = {}): Check => {
  return async (subject) => {
    const { callId, told, last } = await callTo(subject, to)
    assert.equal(last?.status, status)
    assert.equal(last?.fault, more.fault)
    assert.equal(told.filter((event) => isFinal(event.status)).length, 1)
    const sequences = told.map(({ sequence }) => sequence)
    assert.deepEqual(
      sequences,
      [...sequences].sort((a, b) => a - b),
    )
    const found = await subject.carrier.findCall(callId)
    assert.ok(found && isFinal(found.status))
  }
}

const endings: readonly (readonly [string, Check])[] = [
  ['a busy line is told as busy', ends('+12025550111', 'busy')],
  ['nobody answering is told as such', ends('+12025550112', 'no-answer')],
  ['a declined call is told apart from a busy line', ends('+12025550114', 'declined')],
  ['a number that does not exist is told as invalid', ends('+12025550115', 'invalid')],
  [
    'a fault of the carrier is told as its own',
    ends('+12025550116', 'failed', { fault: 'carrier' }),
  ],
  ['a network that blocks us is told as such', ends('+12025550117', 'blocked')],
  ['a fault of the account is told as ours', ends('+12025550118', 'failed', { fault: 'account' })],
]

const placing: readonly (readonly [string, Check])[] = [
  [
    'a call rings, is answered, and ends once, with its duration',
    async (subject) => {
      const { callId, told, last } = await callTo(subject, person)
      assert.deepEqual(statusesOf(told, callId), ['initiated', 'ringing', 'answered', 'completed'])
      assert.equal(last?.durationS, 30)
      const found = await subject.carrier.findCall(callId)
      assert.equal(found?.status, 'completed')
      assert.equal(found?.durationS, 30)
    },
  ],
  [
    'the same key places one call, however often and how much at once it is asked',
    async (subject) => {
      const request = order(person)
      const ids = await Promise.all([1, 2, 3].map(() => subject.carrier.placeCall(request)))
      const later = await subject.carrier.placeCall(request)
      assert.equal(new Set([...ids, later].map(({ callId }) => callId)).size, 1)
      await subject.advance(minuteMs)
      assert.equal(subject.events.filter(({ status }) => status === 'ringing').length, 1)
    },
  ],
  [
    'a call that was placed is found by its intention, and none where nobody was called',
    async (subject) => {
      const request = order(person)
      const since = subject.now()
      const query = { from, to: person, since, idempotencyKey: request.idempotencyKey }
      assert.equal(await subject.carrier.findPlaced(query), undefined)
      const { callId } = await subject.carrier.placeCall(request)
      assert.equal((await subject.carrier.findPlaced(query))?.callId, callId)
    },
  ],
  [
    'orders that make no sense are refused before anybody is called',
    async ({ carrier, events }) => {
      await refusedWith('refused', carrier.placeCall(order('020 7946 0958')))
      await refusedWith('refused', carrier.placeCall(order(person, { from: 'Acme' })))
      await refusedWith('refused', carrier.placeCall(order(person, { reference: 'a b' })))
      await refusedWith('refused', carrier.placeCall(order(person, { ringTimeoutS: 1 })))
      assert.deepEqual(events, [])
    },
  ],
  [
    'what the carrier refuses is told with its reason, and can be ordered again',
    async ({ carrier }) => {
      const limited = order('+12025550119')
      await refusedWith('limited', carrier.placeCall(limited))
      await refusedWith('limited', carrier.placeCall(limited))
      await refusedWith('account', carrier.placeCall(order('+12025550120')))
      await refusedWith('invalid_number', carrier.placeCall(order('+12025550121')))
    },
  ],
  [
    'the longest duration ends a call',
    async (subject) => {
      const { last } = await callTo(subject, person, { maxDurationS: 12 })
      assert.equal(last?.status, 'completed')
      assert.equal(last?.durationS, 12)
    },
  ],
]

const detection: readonly (readonly [string, Check])[] = [
  [
    'without detection nothing is said of who answered',
    async (subject) => {
      const { told } = await callTo(subject, voicemail)
      const known = told.filter(({ answeredBy = 'unknown' }) => answeredBy !== 'unknown')
      assert.deepEqual(known, [])
    },
  ],
  [
    'with detection a person is told from a machine, with the answer or soon after',
    async (subject) => {
      const human = await callTo(subject, person, { machineDetection: 'fast' })
      assert.ok(human.told.some(({ answeredBy }) => answeredBy === 'human'))
      assert.ok(human.told.every(({ answeredBy }) => answeredBy !== 'machine'))
      const machine = await callTo(subject, voicemail, { machineDetection: 'fast' })
      assert.ok(machine.told.some(({ answeredBy }) => answeredBy === 'machine'))
    },
  ],
  [
    'waiting for the message tells when the greeting is over',
    async (subject) => {
      const { told } = await callTo(subject, voicemail, { machineDetection: 'message' })
      const ended = told.filter(({ greetingEnded }) => greetingEnded)
      assert.equal(ended.length, 1)
      assert.equal(ended[0]?.status, 'detected')
    },
  ],
]

const commands: readonly (readonly [string, Check])[] = [
  [
    'hanging up ends a call that goes on, and hanging up again changes nothing',
    async (subject) => {
      const callId = await answered(subject)
      await subject.carrier.hangUp(callId)
      await subject.advance(1_000)
      await subject.carrier.hangUp(callId)
      await subject.advance(minuteMs)
      assert.equal(statusesOf(subject.events, callId).filter(isFinal).join(), 'completed')
    },
  ],
  [
    'hanging up cancels a call that still rings',
    async (subject) => {
      const { callId } = await subject.carrier.placeCall(order('+12025550112'))
      await subject.advance(3_000)
      await subject.carrier.hangUp(callId)
      await subject.advance(minuteMs)
      assert.equal(statusesOf(subject.events, callId).filter(isFinal).join(), 'canceled')
    },
  ],
  [
    'a call that nobody knows is not found',
    async ({ carrier }) => {
      assert.equal(await carrier.findCall('CA-none'), undefined)
      await refusedWith('not_found', carrier.hangUp('CA-none'))
      await refusedWith('not_found', carrier.sendDigits('CA-none', { digits: '1' }))
      await refusedWith('not_found', carrier.transfer('CA-none', { to: person }))
    },
  ],
  [
    'digits and transfers are for calls that go on',
    async (subject) => {
      const callId = await answered(subject)
      await subject.carrier.sendDigits(callId, { digits: '12w#' })
      await refusedWith('refused', subject.carrier.sendDigits(callId, { digits: '1; drop' }))
      await subject.carrier.transfer(callId, { to: '+12025550199', ringTimeoutS: 20 })
      await subject.advance(5 * minuteMs)
      assert.equal(statusesOf(subject.events, callId).at(-1), 'completed')
      await refusedWith('ended', subject.carrier.sendDigits(callId, { digits: '1' }))
      await refusedWith('ended', subject.carrier.transfer(callId, { to: person }))
    },
  ],
]

/** What every carrier must do. Run by each one's own test. */
export const telephonyConformance: readonly {
  readonly title: string
  readonly check: Check
}[] = [...endings, ...placing, ...detection, ...commands].map(([title, check]) => ({
  title,
  check,
}))
