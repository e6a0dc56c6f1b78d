import { openListeners } from '../listeners.ts'
import { type CallEvent, isFinal } from '../port.ts'
import type { CalleeDirectory } from '../simulated/callee.ts'
import { openSimulatedCarrier, type SimulatedCarrier } from '../simulated/carrier.ts'
import type { Clock } from '../simulated/clock.ts'
import {
  type Fields,
  one,
  problemOfCreation,
  problemOfUpdate,
  type TwilioProblem,
} from './double-requests.ts'
import { signatureOf } from './signature.ts'

/** How long the real one listens before it says who answered, more or less. */
const detectionMs = 2_000

export type TwilioDoubleOptions = {
  readonly accountSid: string
  readonly authToken: string
  readonly clock: Clock
  readonly calleeOf: CalleeDirectory
  /** What the account says of itself; active unless said. */
  readonly accountStatus?: string
  /** Numbers of the account, and where each sends its calls. */
  readonly numbers?: ReadonlyMap<string, string>
}

/** A call as the double keeps it. */
type DoubleCall = {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly createdAt: Date
  twiml: string
  status: string
  durationS: number
  readonly statusCallback: string | undefined
  readonly events: readonly string[]
  readonly amdCallback: string | undefined
}

export type Reply = { readonly status: number; readonly body: object }

/** Twilio has no words for ends that only SIP tells apart. */
const wordings: Readonly<Record<string, string>> = {
  answered: 'in-progress',
  declined: 'busy',
  blocked: 'failed',
  invalid: 'failed',
}
/** Of the StatusCallbackEvents; all others are told as `completed`. */
const eventOf: Readonly<Record<string, string>> = {
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
}

/** The calls of the double, and what it tells of them. */
export class DoubleNetwork {
  readonly refused: string[] = []
  readonly #options: TwilioDoubleOptions
  readonly #carrier: SimulatedCarrier
  readonly #calls = new Map<string, DoubleCall>()
  #count = 0
  #callbacks: Promise<void> = Promise.resolve()

  constructor(options: TwilioDoubleOptions) {
    this.#options = options
    const listeners = openListeners()
    listeners.listen({ onEvent: (event) => this.#tell(event) })
    const { clock, calleeOf } = options
    const newId = () => this.#newSid()
    this.#carrier = openSimulatedCarrier({ newId, clock, calleeOf, listeners, detectionMs })
  }

  get placed(): number {
    return this.#calls.size
  }

  find(sid: string): DoubleCall | undefined {
    return this.#calls.get(sid)
  }

  digitsSentTo(sid: string): string {
    return this.#carrier.digitsSentTo(sid)
  }

  async told(): Promise<void> {
    let before: Promise<void> | undefined
    while (before !== this.#callbacks) {
      before = this.#callbacks
      await before
    }
  }

  show(call: DoubleCall): Reply {
    return { status: 200, body: shownCall(call) }
  }

  list(query: URLSearchParams): Reply {
    const found = [...this.#calls.values()].filter(
      ({ from, to }) => from === query.get('From') && to === query.get('To'),
    )
    return { status: 200, body: { calls: found.reverse().map(shownCall) } }
  }

  async create(fields: Fields): Promise<Reply> {
    const problem = problemOfCreation(fields)
    if (problem) return refusal(problem)
    const { clock, calleeOf } = this.#options
    const [from, to] = [one(fields, 'From') ?? '', one(fields, 'To') ?? '']
    const callee = calleeOf(to)
    if (callee.kind === 'refused') return refusal(problemOfFailure(callee.failure))
    const { callId: sid } = await this.#carrier.placeCall({
      from,
      to,
      reference: '',
      idempotencyKey: this.#newSid(),
      ringTimeoutS: Number(one(fields, 'Timeout') ?? 60),
      ...(fields.has('TimeLimit') && { maxDurationS: Number(one(fields, 'TimeLimit')) }),
      machineDetection: detectionOf(one(fields, 'MachineDetection')),
    })
    const made: DoubleCall = {
      sid,
      from,
      to,
      createdAt: new Date(clock.nowMs()),
      twiml: one(fields, 'Twiml') ?? '',
      status: 'queued',
      durationS: 0,
      statusCallback: one(fields, 'StatusCallback'),
      events: fields.get('StatusCallbackEvent') ?? ['completed'],
      amdCallback: one(fields, 'AsyncAmdStatusCallback'),
    }
    this.#calls.set(sid, made)
    return { status: 201, body: shownCall(made) }
  }

  async update(call: DoubleCall, fields: Fields): Promise<Reply> {
    const problem = problemOfUpdate(fields)
    if (problem) return refusal(problem)
    if (fields.has('Status')) {
      if (isOver(call)) {
        return refusal({ status: 404, code: 20_404, message: 'The call was not found' })
      }
      await this.#carrier.hangUp(call.sid)
      return this.show(call)
    }
    if (call.status !== 'in-progress') {
      return refusal({ status: 400, code: 21_220, message: 'Call is not in-progress.' })
    }
    call.twiml = one(fields, 'Twiml') ?? ''
    const digits = /<Play digits="([^"]+)"/.exec(call.twiml)?.[1]
    if (digits) await this.#carrier.sendDigits(call.sid, { digits })
    const dialled = /<(?:Number|Sip)>([^<]+)</.exec(call.twiml)?.[1]
    if (dialled) await this.#carrier.transfer(call.sid, { to: dialled })
    return this.show(call)
  }

  #newSid(): string {
    this.#count += 1
    return `CA${String(this.#count).padStart(32, '0')}`
  }

  #tell(event: CallEvent): void {
    const call = this.#calls.get(event.callId)
    if (!call) return
    const { accountSid } = this.#options
    if (event.status === 'detected') {
      const word = event.greetingEnded ? 'machine_end_beep' : 'machine_start'
      const AnsweredBy = event.answeredBy === 'human' ? 'human' : word
      const form = { CallSid: call.sid, AccountSid: accountSid, AnsweredBy }
      return this.#callBack(call, call.amdCallback, form)
    }
    call.status = wordings[event.status] ?? event.status
    call.durationS = event.durationS ?? 0
    if (!call.events.includes(eventOf[call.status] ?? 'completed')) return
    this.#callBack(call, call.statusCallback, callbackForm(call, event, accountSid))
  }

  /** One after the other, so that tests see them in the order in which they were told. */
  #callBack(call: DoubleCall, url: string | undefined, form: Record<string, string>): void {
    if (url === undefined) return
    this.#callbacks = this.#callbacks.then(async () => {
      const problem = await post(url, form, this.#options.authToken)
      if (problem) this.refused.push(`callback of ${call.sid}: ${problem}`)
    })
  }
}

/** Answers what went wrong. */
async function post(
  url: string,
  form: Record<string, string>,
  authToken: string,
): Promise<string | undefined> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signatureOf(authToken, url, form),
      },
      body: new URLSearchParams(form),
    })
    return reply.ok ? undefined : `status ${reply.status}`
  } catch (error) {
    return String(error)
  }
}

export function refusal({ status, code, message }: TwilioProblem): Reply {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return { status, body: { code, message, more_info, status } }
}

function detectionOf(word: string | undefined) {
  if (word === undefined) return 'off'
  return word === 'Enable' ? 'fast' : 'message'
}

function problemOfFailure(failure: string): TwilioProblem {
  const problems: Readonly<Record<string, TwilioProblem>> = {
    invalid_number: { status: 400, code: 21_217, message: 'Phone number does not appear valid' },
    limited: { status: 429, code: 20_429, message: 'Too Many Requests' },
    account: { status: 400, code: 21_215, message: 'Geo-permissions do not allow this call' },
    unavailable: { status: 503, code: 20_503, message: 'Service Unavailable' },
  }
  return problems[failure] ?? { status: 400, code: 20_001, message: 'Bad request' }
}

function callbackForm(call: DoubleCall, event: CallEvent, AccountSid: string) {
  const sip = event.cause?.sip
  return {
    CallSid: call.sid,
    AccountSid,
    From: call.from,
    To: call.to,
    CallStatus: call.status,
    Direction: 'outbound-api',
    Timestamp: event.at.toUTCString().replace('GMT', '+0000'),
    SequenceNumber: String(event.sequence),
    CallbackSource: 'call-progress-events',
    ...(sip !== undefined && { SipResponseCode: String(sip) }),
    ...(isFinal(event.status) && { CallDuration: String(call.durationS) }),
  }
}

function isOver({ status }: DoubleCall): boolean {
  return ['completed', 'busy', 'no-answer', 'failed', 'canceled'].includes(status)
}

function shownCall(call: DoubleCall): object {
  return {
    sid: call.sid,
    from: call.from,
    to: call.to,
    status: call.status,
    duration: isOver(call) ? String(call.durationS) : null,
    date_created: call.createdAt.toUTCString().replace('GMT', '+0000'),
    direction: 'outbound-api',
  }
}
