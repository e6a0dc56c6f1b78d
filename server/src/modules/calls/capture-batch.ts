import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { isConnectionLoss } from '../../platform/db/pipelined-reader.ts'
import { invalid } from '../../platform/errors.ts'
import { calls, contacts, tasks } from '../crm/index.ts'
import { keepBodies } from '../conversations/index.ts'
import { identityOf, type Keyed, roundsOf } from './capture-identity.ts'
import { type Capture, type Captured, partiesOf, problemOf } from './capture-rules.ts'
import {
  changeEach,
  giveContacts,
  insertEach,
  type Plan,
  planCalls,
  planTasks,
} from './capture-writes.ts'
import { holdLocks, selectKnown, type Wanted } from './resolve-queries.ts'

/** Without an external id, an identical body within this time is taken for a retry. */
const retryWindowMs = 600_000

/**
 * Takes in calls, each wholly or not at all: record, contact, task, body and events are committed
 * together. When something fails that no check foresaw, each call is tried alone, so that it fails
 * nobody but itself.
 */
export async function captureBatch(
  context: Context,
  captures: readonly Capture[],
): Promise<(Captured | Error)[]> {
  try {
    return await captureTogether(context, captures)
  } catch (error) {
    if (isConnectionLoss(error)) throw error
    const results: (Captured | Error)[] = []
    for (const capture of captures) results.push(await captureAlone(context, capture))
    return results
  }
}

/** Tried twice: what stood in the way, such as a record made by somebody else, is then known. */
async function captureAlone(context: Context, capture: Capture): Promise<Captured | Error> {
  let failure = new Error('A call was taken in without an answer.')
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const [result] = await captureTogether(context, [capture])
      if (result) return result
    } catch (error) {
      if (isConnectionLoss(error)) throw error
      failure = error as Error
    }
  }
  return failure
}

async function captureTogether(
  context: Context,
  captures: readonly Capture[],
): Promise<(Captured | Error)[]> {
  const results = await context.db.pipelined(async (tx) => {
    const keyed = captures.map((capture) => ({ capture, ...identityOf(capture) }))
    const settled = new Map<Capture, Captured | Error>()
    const captureRounds = async () => {
      for (const round of roundsOf(keyed)) await captureRound(tx, context, round, settled)
    }
    // What is known is looked up right behind the locks.
    await Promise.all([
      holdLocks(
        tx,
        keyed.map(({ lock }) => lock),
      ),
      captureRounds(),
    ])
    return captures.map((capture) => settled.get(capture) ?? new Error('A call was forgotten.'))
  })
  context.wakeRelay()
  return results
}

async function captureRound(
  tx: Executor,
  context: Context,
  round: readonly Keyed[],
  settled: Map<Capture, Captured | Error>,
): Promise<void> {
  const since = new Date(context.now().getTime() - retryWindowMs)
  const known = await selectKnown(tx, round.map(wantedOf), since)
  const plans: Plan[] = []
  for (const [index, { capture }] of round.entries()) {
    const facts = known[index]
    if (!facts) throw new Error(`Workspace ${capture.workspaceId} is gone.`)
    const problem = problemOf(capture, facts)
    if (problem) settled.set(capture, invalid(problem.field, problem.message))
    else if (facts.retryOf) settled.set(capture, facts.retryOf)
    else plans.push({ capture, known: facts, id: context.newId(), ...partiesOf(capture, facts) })
  }
  if (plans.length === 0) return
  const withContacts = await giveContacts(tx, context, plans)
  const withTasks = planTasks(context, withContacts.plans)
  const ofCalls = planCalls(context, withTasks.plans)
  // In this order, and in one go: each refers to those before.
  await Promise.all([
    insertEach(tx, contacts, withContacts.made),
    insertEach(tx, tasks, withTasks.made),
    changeEach(tx, tasks, withTasks.changed),
    insertEach(tx, calls, ofCalls.made),
    changeEach(tx, calls, ofCalls.changed),
    keepBodies(tx, 'call_capture', withTasks.plans.map(bodyOf(context))),
  ])
  for (const plan of withTasks.plans) settled.set(plan.capture, capturedAs(plan))
}

function wantedOf({ capture: sent, digest }: Keyed): Wanted {
  const { capture, workspaceId, callerE164, recipientE164 } = sent
  const externalId = capture.external_call_id ?? null
  return {
    workspace_id: workspaceId,
    lead_id: capture.lead_id ?? null,
    employee_id: capture.employee_id ?? null,
    caller_e164: callerE164,
    recipient_e164: recipientE164,
    external_system: externalId === null ? null : (capture.external_system ?? ''),
    external_id: externalId,
    digest,
  }
}

function capturedAs({ id, known: { former }, capture }: Plan): Captured {
  const createdAt = former?.createdAt ?? capture.receivedAt.toISOString()
  return { id: former?.id ?? id, createdAt }
}

const bodyOf = (context: Context) => (plan: Plan) => ({
  workspace_id: plan.capture.workspaceId,
  id: context.newId(),
  conversation_id: capturedAs(plan).id,
  body: plan.capture.body,
  received_at: plan.capture.receivedAt,
})
