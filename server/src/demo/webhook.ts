import { payloadVersion } from '@parley/contract'
import type { Context } from '../context.ts'
import {
  bodyOf,
  deliveryIdOf,
  durationBoundsMs,
  signatureHeaders,
  userAgent,
} from '../modules/delivery/index.ts'
import { insertWebhook, sealSecret, updatePaused } from '../modules/webhooks/index.ts'
import { newWebhookSecret } from '../platform/crypto/standard-webhooks.ts'
import type { Executor } from '../platform/db/database.ts'
import type { Deal } from './deals.ts'
import { type Dice, dayMs, momentOf } from './dice.ts'
import { type DemoAttempt, type DemoDelivery, insertDemoDeliveries } from './webhook-queries.ts'

type Owner = { readonly workspaceId: string; readonly userId: string }
type Demo = { readonly dice: Dice; readonly deals: readonly Deal[] }

// Nobody has this name, and the webhook is paused: nothing is ever sent.
const url = 'https://warehouse.parley-demo.example/hooks/pipeline'
const event = 'deal.stage_changed'
const keptDays = 30
/** The latest moves wait for the webhook to go on. */
const waiting = 3
/** Seconds until the second, third and fourth attempt. */
const retrySchedule = [30, 300, 3_600]
const timeoutMs = 15_000

type Endpoint = Owner & { readonly endpointId: string; readonly secret: string }

/** A paused webhook, and what it sent in the last weeks: every move of a deal. Answers how many. */
export async function insertDemoWebhook(
  tx: Executor,
  context: Context,
  { owner, dice, deals }: Demo & { readonly owner: Owner },
): Promise<number> {
  const endpointId = dice.idAt(dice.nowMs - (keptDays + 1) * dayMs)
  const secret = newWebhookSecret()
  const endpoint = { ...owner, endpointId, secret }
  const moves = latestMoves({ dice, deals })
  const pausedMs = (moves.at(-waiting)?.atMs ?? dice.nowMs) - 60_000
  await insertPaused(tx, context, { endpoint, dice, pausedMs })
  const deliveries = moves.map((move, index) => {
    const answers = rounds[(moves.length - index) % rounds.length] ?? taken
    return toDelivery(dice, endpoint, move, move.atMs < pausedMs ? answers : [])
  })
  await insertDemoDeliveries(tx, endpoint, deliveries)
  return deliveries.length
}

type Pausing = { readonly endpoint: Endpoint; readonly dice: Dice; readonly pausedMs: number }

async function insertPaused(
  tx: Executor,
  context: Context,
  { endpoint, dice, pausedMs }: Pausing,
): Promise<void> {
  const { workspaceId, userId: createdBy, endpointId: id, secret } = endpoint
  const settings = {
    url,
    description: 'Data warehouse: every move in the pipeline',
    events: ['deal.stage_changed'],
    filters: '{}',
    is_active: true,
    retry_schedule: retrySchedule,
    max_age: dayMs / 1_000,
    headers: null,
    rate_limit: null,
    max_concurrency: 32,
    fifo: false,
    payload_version: payloadVersion,
  }
  const sealed = sealSecret(context, id, secret)
  const now = new Date(dice.nowMs - (keptDays + 1) * dayMs)
  await insertWebhook(tx, { workspaceId, id, secret: sealed, createdBy, now, settings })
  const pausedAt = new Date(pausedMs)
  await updatePaused(tx, { workspaceId, id, now: pausedAt }, pausedAt)
}

type Move = { readonly deal: Deal; readonly step: number; readonly atMs: number }

/** Oldest first. */
function latestMoves({ dice, deals }: Demo): Move[] {
  const since = dice.nowMs - keptDays * dayMs
  return deals
    .flatMap((deal) => deal.path.map(({ atMs }, step) => ({ deal, step, atMs })))
    .filter(({ step, atMs }) => step > 0 && atMs > since)
    .toSorted((one, other) => one.atMs - other.atMs)
}

const taken = ['taken'] as const
/**
 * What comes back, over and over: most arrive at once; now and then the receiver is being restarted,
 * is slow, or wants none of it.
 */
const rounds: readonly (readonly Answer[])[] = [
  taken,
  taken,
  ['busy', 'taken'],
  taken,
  taken,
  taken,
  ['refused', 'refused', 'refused', 'refused'],
  taken,
  taken,
  ['silent', 'taken'],
  taken,
  taken,
  taken,
  ['busy', 'silent', 'taken'],
  taken,
  taken,
]

type Answer = 'taken' | 'busy' | 'silent' | 'refused'

function toDelivery(
  dice: Dice,
  endpoint: Endpoint,
  move: Move,
  outcomes: readonly Answer[],
): DemoDelivery {
  const messageId = dice.idAt(move.atMs)
  const body = bodyOf({
    id: messageId,
    workspaceId: endpoint.workspaceId,
    event,
    timestamp: momentOf(move.atMs),
    data: dealAfter(move),
  })
  let atMs = move.atMs + dice.between(80, 400)
  const attempts = outcomes.map((answer, index) => {
    if (index > 0) atMs += (retrySchedule[index - 1] ?? 0) * 1_000 * (1 + dice.between(0, 9) / 100)
    return toAttempt(dice, endpoint, { number: index + 1, answer, atMs, messageId, body })
  })
  const last = attempts.at(-1)
  return {
    id: deliveryIdOf(endpoint.endpointId, messageId),
    messageId,
    subjectId: move.deal.id,
    event,
    occurredAt: momentOf(move.atMs),
    body,
    state: last === undefined ? 'pending' : last.error === null ? 'succeeded' : 'failed',
    completedAt: last === undefined ? null : momentOf(atMs + last.durationMs),
    attempts,
  }
}

type Trying = {
  readonly number: number
  readonly answer: Answer
  readonly atMs: number
  readonly messageId: string
  readonly body: string
}

const answers = {
  taken: [200, { received: true }],
  busy: [503, { error: 'The importer is being restarted.' }],
  refused: [422, { error: 'There is no row for this deal.' }],
} as const

function toAttempt(dice: Dice, { secret }: Endpoint, trying: Trying): DemoAttempt {
  const { number, answer, atMs, messageId, body } = trying
  const stamp = { id: messageId, timestampS: Math.floor(atMs / 1_000) }
  const headers = signatureHeaders(
    { current: secret, previous: undefined },
    stamp,
    Buffer.from(body),
  )
  const firstByteMs = dice.between(38, 260)
  const durationMs = answer === 'silent' ? timeoutMs : firstByteMs + dice.between(1, 9)
  return {
    number,
    startedAt: momentOf(atMs),
    durationMs,
    withinMs: durationBoundsMs.find((bound) => bound >= durationMs) ?? timeoutMs,
    dnsMs: dice.between(1, 8),
    connectMs: dice.between(9, 24),
    tlsMs: dice.between(14, 38),
    requestHeaders: JSON.stringify({
      'content-type': 'application/json',
      'user-agent': userAgent,
      ...headers,
    }),
    ...(answer === 'silent' ? silence : { firstByteMs, ...reply(answer, atMs) }),
  }
}

const silence = {
  firstByteMs: null,
  status: null,
  responseHeaders: null,
  responseBody: null,
  error: 'timeout',
  errorMessage: `The receiver did not answer within ${timeoutMs / 1_000} seconds.`,
}

function reply(answer: keyof typeof answers, atMs: number) {
  const [status, body] = answers[answer]
  const responseBody = JSON.stringify(body)
  return {
    status,
    responseHeaders: JSON.stringify({
      date: new Date(atMs).toUTCString(),
      'content-type': 'application/json',
      'content-length': String(responseBody.length),
      server: 'warehouse/2.4',
    }),
    responseBody,
    error: status === 200 ? null : 'status',
    errorMessage: status === 200 ? null : `The receiver answered ${status}.`,
  }
}

/** The deal as it was told of when it had come to this stage. */
function dealAfter({ deal, step, atMs }: Move) {
  const { stage, atMs: enteredMs } = deal.path[step] as Deal['path'][number]
  const before = deal.path[step - 1]?.stage
  const { company, monthly_mrr: monthly, one_off_revenue: once } = deal
  return {
    id: deal.id,
    title: deal.title,
    description: deal.description,
    value: deal.value,
    one_off_revenue: once,
    monthly_mrr: monthly,
    annual_value: deal.value,
    ltv: 3 * Number(monthly) + Number(once),
    stage: stage.key,
    stage_id: stage.id,
    stage_name: stage.name,
    stage_color: stage.color,
    stage_order: stage.position,
    status: stage.outcome,
    priority: deal.priority,
    expected_close_date: deal.expected_close_date,
    probability: stage.probability,
    deal_size: deal.deal_size,
    lead_source: deal.lead_source,
    next_steps: deal.next_steps,
    company_id: company.id,
    company_name: company.name,
    primary_contact_id: deal.primary_contact_id,
    primary_contact_name: deal.people[0]?.name ?? null,
    days_in_stage: 0,
    is_overdue: false,
    closed_at: stage.outcome === 'open' ? null : momentOf(enteredMs),
    last_contact_date: null,
    owner_id: deal.owner_id,
    created_at: deal.created_at,
    updated_at: momentOf(atMs),
    previous: { stage: before?.key, stage_id: before?.id, probability: before?.probability },
  }
}
