import {
  type CallSnapshot,
  isFinal,
  type MachineDetection,
  type PlaceCallRequest,
  TelephonyError,
  type TelephonyPort,
} from '../port.ts'
import { refusalOfDigits, refusalOfPlacement } from '../request-rules.ts'
import { statusOf } from './callbacks.ts'
import { checkNumber } from './check-number.ts'
import { type Form, openRest, provider, type TwilioAccount, type TwilioRest } from './rest.ts'
import { connectStream, dial, playDigits, stayOnTheLine } from './twiml.ts'

/** Keys whose calls are remembered in this process; the oldest are forgotten. */
const rememberedKeys = 50_000

export type TwilioOptions = {
  readonly account: TwilioAccount
  /** Such as `https://api.twilio.com`. */
  readonly apiUrl: string
  readonly addresses: TwilioAddresses
}

/** Where Twilio reaches us. */
export type TwilioAddresses = {
  /** StatusCallback and AsyncAmdStatusCallback, for a call's reference. */
  readonly status: (reference: string) => string
  readonly detection: (reference: string) => string
  /** wss:// */
  readonly stream: string
}

export function openTwilio({ account, apiUrl, addresses }: TwilioOptions): TelephonyPort {
  const rest = openRest(apiUrl, account)
  const placed = new Map<string, Promise<{ callId: string }>>()

  const update = (callId: string, form: Form) => rest.ask(pathOf(callId), form)

  return {
    name: provider,
    placeCall(request) {
      const known = placed.get(request.idempotencyKey)
      if (known) return known
      const placing = place(rest, addresses, request)
      placed.set(request.idempotencyKey, placing)
      // What was surely not placed may be tried again with the same key.
      placing.catch((error: unknown) => {
        if (!(error instanceof TelephonyError && error.failure === 'unavailable')) {
          placed.delete(request.idempotencyKey)
        }
      })
      if (placed.size > rememberedKeys) placed.delete(placed.keys().next().value ?? '')
      return placing
    },
    async findCall(callId) {
      return unlessUnknown(async () => snapshotOf(await rest.ask(pathOf(callId))))
    },
    async findPlaced({ from, to, since }) {
      // Twilio keeps nothing of ours with a call, but a key that this process remembers.
      const day = since.toISOString().slice(0, 10)
      const query = new URLSearchParams({ From: from, To: to, 'StartTime>': day, PageSize: '50' })
      const { calls } = await rest.ask(`/Calls.json?${query.toString()}`)
      const all = (Array.isArray(calls) ? calls : []) as Record<string, unknown>[]
      const recent = all.find(({ date_created }) => momentOf(date_created) >= floorToSecond(since))
      return recent && snapshotOf(recent)
    },
    async hangUp(callId) {
      try {
        // `completed` also cancels a call that rings.
        await update(callId, { Status: 'completed' })
      } catch (error) {
        if (!(error instanceof TelephonyError)) throw error
        if (error.failure === 'ended') return
        // Of a call that is over, Twilio says that there is none.
        if (error.failure !== 'not_found' || !(await isOver(rest, callId))) throw error
      }
    },
    checkNumber: (wanted) => checkNumber(rest, wanted),
    async transfer(callId, { to, callerId, ringTimeoutS }) {
      await update(callId, { Twiml: dial(to, { callerId, ringTimeoutS }) })
    },
    async sendDigits(callId, { digits, stream }) {
      const refusal = refusalOfDigits(digits)
      if (refusal) throw new TelephonyError(provider, 'refused', refusal)
      const onwards = stream && { url: addresses.stream, request: stream }
      await update(callId, { Twiml: playDigits(digits, onwards) })
    },
  }
}

async function place(
  rest: TwilioRest,
  addresses: TwilioAddresses,
  request: PlaceCallRequest,
): Promise<{ callId: string }> {
  const refusal = refusalOfPlacement(request)
  if (refusal) throw new TelephonyError(provider, 'refused', refusal)
  const { from, to, reference, stream, ringTimeoutS = 30, maxDurationS } = request
  const call = await rest.ask('/Calls.json', {
    From: from,
    To: to,
    Twiml: stream ? connectStream(addresses.stream, stream) : stayOnTheLine(),
    Timeout: String(ringTimeoutS),
    ...(maxDurationS !== undefined && { TimeLimit: String(Math.ceil(maxDurationS)) }),
    StatusCallback: addresses.status(reference),
    StatusCallbackMethod: 'POST',
    StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    ...detectionFields(request.machineDetection ?? 'off', addresses.detection(reference)),
  })
  if (typeof call.sid === 'string') return { callId: call.sid }
  throw new TelephonyError(provider, 'unavailable', 'Twilio answered a call without an id.')
}

/** While the call goes on, so that a person who answers hears no silence. */
function detectionFields(detection: MachineDetection, url: string): Form {
  if (detection === 'off') return {}
  return {
    MachineDetection: detection === 'message' ? 'DetectMessageEnd' : 'Enable',
    AsyncAmd: 'true',
    AsyncAmdStatusCallback: url,
    AsyncAmdStatusCallbackMethod: 'POST',
  }
}

function pathOf(callId: string): string {
  return `/Calls/${encodeURIComponent(callId)}.json`
}

function snapshotOf(call: Record<string, unknown>): CallSnapshot {
  const { sid, status: word, duration } = call
  const status = statusOf(typeof word === 'string' ? word : undefined)
  if (typeof sid !== 'string' || status === undefined) {
    throw new TelephonyError(provider, 'unavailable', 'Twilio answered a call without a status.')
  }
  return {
    callId: sid,
    status,
    ...(status === 'completed' && { durationS: Number(duration ?? 0) }),
  }
}

async function unlessUnknown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TelephonyError && error.failure === 'not_found') return undefined
    throw error
  }
}

async function isOver(rest: TwilioRest, callId: string): Promise<boolean> {
  const call = await unlessUnknown(async () => snapshotOf(await rest.ask(pathOf(callId))))
  return call !== undefined && isFinal(call.status)
}

function momentOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : 0
}

/** Twilio's times have no fractions. */
function floorToSecond(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000) * 1_000
}
