import type { Context } from '../context.ts'
import { endCall, markAnswered, startCall } from '../modules/agent-calls/index.ts'
import { findAgent } from '../modules/agents/index.ts'
import { backThen } from './back-then.ts'
import { receptionTalks } from './call-texts.ts'
import type { Calling } from './campaign-line.ts'
import type { Customer } from './customers.ts'
import { type Dice, dayMs } from './dice.ts'
import { fillAll, type Held, speak, usageOf, writeTalk } from './talk-in-call.ts'

const hourMs = 3_600_000

/** Calls of the last days, in which the reception helped; one of them is from the website. */
export async function makeReceptionCalls(context: Context, calling: Calling): Promise<void> {
  const { dice, customers } = calling
  const [buyer, user] = customers.west.toReversed()
  await receive(context, calling, {
    script: 'asksAboutData',
    caller: undefined,
    ...ago(dice, 3, 15),
  })
  await receive(context, calling, { script: 'needsSupport', caller: user, ...ago(dice, 2, 16) })
  await receive(context, calling, { script: 'booksDemo', caller: buyer, ...ago(dice, 1, 17) })
}

function ago({ nowMs }: Dice, days: number, hour: number) {
  const day = Math.floor((nowMs - days * dayMs) / dayMs) * dayMs
  return { startMs: Math.min(day + hour * hourMs + 7 * 60_000, nowMs - hourMs) }
}

type Receiving = {
  readonly script: keyof typeof receptionTalks
  /** Undefined: somebody on the website. */
  readonly caller: Customer | undefined
  readonly startMs: number
}

async function receive(
  context: Context,
  { dice, principal, agentId, number }: Calling,
  { script: name, caller, startMs }: Receiving,
): Promise<void> {
  const { workspaceId } = principal
  const { agent, version } = await findAgent(context, { workspaceId, agentId })
  const answeredMs = startMs + dice.between(1_200, 3_100)
  const script = receptionTalks[name]
  const values = { name: caller?.name ?? 'unknown' }
  const held: Held = { dice, script, values, answeredMs }
  const spoken = speak(held)
  const way = caller
    ? ({
        channel: 'Telephone',
        direction: 'inbound',
        fromNumber: caller.number,
        toNumber: number.number,
      } as const)
    : ({ channel: 'Web', direction: 'web', ownerId: principal.userId } as const)
  await context.db.transaction(async (tx) => {
    const then = backThen(context, startMs)
    const { callId } = await startCall(tx, then, {
      workspaceId,
      agent: { id: agentId, versionId: version.id, name: agent.name, language: 'en' },
      ...way,
    })
    const call = { workspaceId, callId }
    await markAnswered(tx, backThen(context, answeredMs), call, { by: 'human' })
    await writeTalk(tx, backThen(context, answeredMs), call, { held, spoken })
    await endCall(tx, backThen(context, answeredMs + spoken.lastsMs), call, {
      status: 'COMPLETED',
      endReason: script.endReason,
      outcome: fillAll(script.outcome, values),
      usage: usageOf(spoken),
    })
  })
}
