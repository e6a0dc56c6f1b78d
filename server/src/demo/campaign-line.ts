import type { Context } from '../context.ts'
import {
  claimCalls,
  type DialedCall,
  dialerServices,
  type Entry,
  openDirectory,
  type Talk,
  writeEntries,
} from '../modules/dialer/index.ts'
import type { Principal } from '../platform/access.ts'
import { backThen } from './back-then.ts'
import { type Fate, type Miss, misses, renewalTalks, voicemailTalk } from './call-texts.ts'
import type { Customer } from './customers.ts'
import type { Dice } from './dice.ts'
import { fillAll, type Held, speak, usageOf, writeTalk } from './talk-in-call.ts'

/** Who calls whom. */
export type Calling = {
  readonly dice: Dice
  readonly principal: Principal
  readonly agentId: string
  readonly number: { readonly id: string; readonly number: string }
  readonly customers: { readonly east: readonly Customer[]; readonly west: readonly Customer[] }
}

const checkAfterMs = 90_000

/** A line of the dialer, one call at a time, at moments of the past. */
export function openLine(context: Context, calling: Calling, campaignId: string) {
  const { principal, agentId, number } = calling
  const key = { workspaceId: principal.workspaceId, campaignId }
  const directory = openDirectory(dialerServices(context))
  const write = (atMs: number, ...entries: Entry[]) =>
    writeEntries(backThen(context, atMs), directory, key, entries)

  return {
    /** Whom the campaign calls at that moment; undefined: nobody yet. */
    async claim(atMs: number): Promise<DialedCall | undefined> {
      const wishes = { agentId, phoneNumberId: number.id, fromNumber: number.number }
      const [call] = await claimCalls(backThen(context, atMs), key, {
        ...wishes,
        capacity: 1,
        checkAfterMs,
      })
      return call
    },
    /** Makes the call, and answers when it was over. */
    async call(call: DialedCall, fate: Fate, atMs: number): Promise<number> {
      const ringingMs = atMs + calling.dice.between(900, 2_200)
      const carrierCallId = call.callId
      await write(atMs, { kind: 'placed', call, carrierCallId })
      await write(ringingMs, { kind: 'ringing', call })
      if (isMiss(fate)) {
        const { status, cause, ringsMs } = misses[fate]
        const endMs = ringingMs + ringsMs
        const at = new Date(endMs)
        await write(endMs, { kind: 'ended', call, end: { status }, cause, talk: undefined, at })
        return endMs
      }
      const answeredMs = ringingMs + calling.dice.between(4_000, 17_000)
      const by = fate === 'voicemail' ? 'machine' : 'human'
      const at = new Date(answeredMs)
      await write(answeredMs, { kind: 'answered', call, carrierCallId, by, at })
      const { talk, endMs } = await hold(context, { dice: calling.dice, call, fate, answeredMs })
      const end = { status: 'completed', answeredBy: by } as const
      await write(endMs, { kind: 'ended', call, end, cause: null, talk, at: new Date(endMs) })
      return endMs
    },
  }
}

type Holding = {
  readonly dice: Dice
  readonly call: DialedCall
  readonly fate: Exclude<Fate, Miss>
  readonly answeredMs: number
}

/** Writes what was said in a call that was answered. */
async function hold(context: Context, { dice, call, fate, answeredMs }: Holding) {
  const script = fate === 'voicemail' ? voicemailTalk : renewalTalks[fate]
  const values = valuesOf(call)
  const held: Held = { dice, script, values, answeredMs }
  const spoken = speak(held)
  await context.db.transaction((tx) =>
    writeTalk(tx, backThen(context, answeredMs), call, { held, spoken }),
  )
  const talk: Talk = {
    endReason: script.endReason,
    ...('status' in script && { status: script.status }),
    outcome: script.outcome === null ? null : fillAll(script.outcome, values),
    usage: usageOf(spoken),
    leftMessage: fate === 'voicemail',
  }
  return { talk, endMs: answeredMs + spoken.lastsMs }
}

function isMiss(fate: Fate): fate is Miss {
  return fate in misses
}

/** As the agent says them: people by their first names. */
function valuesOf({ params }: DialedCall): Record<string, string> {
  const said = Object.entries(params).map(([name, value]) => [name, String(value)] as const)
  const { name, ...others } = Object.fromEntries(said)
  return { ...others, name: name?.split(' ')[0] ?? '' }
}
