import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { runInTurn } from '../../platform/batching/turns.ts'
import type { CarrierListener } from '../../providers/telephony/index.ts'
import { startCallKeeper } from '../agent-calls/index.ts'
import type { DialerServices } from './call.ts'
import { checkCalls } from './check.ts'
import { claimCalls } from './claim.ts'
import { type DueLane, selectDueLanes } from './claim-queries.ts'
import { type Desk, forget } from './desk.ts'
import { openDirectory } from './directory.ts'
import { type Adoptions, hear } from './hear.ts'
import { openJournal } from './journal.ts'
import { selectEnded } from './lost-queries.ts'
import { placeCall } from './place.ts'

/** Looks for campaigns in which something may be due. */
const tickMs = 250
/** Lines that become free, and calls that were claimed, are looked after together: a claim costs 2 ms. */
const nextTurnMs = 40
const maxLanes = 200
const sweepMs = 5_000
const retryAfterErrorMs = 500

export type DialerOptions = DialerServices & {
  /** Calls at once in this process. */
  readonly maxCalls: number
  /** Tells what carriers tell; what it answers ends that. */
  readonly listen: (listener: CarrierListener) => () => void
  /** How long a call may be silent before somebody asks the carrier, and how often it is looked. */
  readonly checkAfterMs?: number
  readonly checkEveryMs?: number
}

type Dialer = {
  /** There may be somebody to call. Cheap: call it as often as you like. */
  readonly wake: () => void
  /** Begins no more calls; those under way go on, and another process hears of their ends. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Calls whom campaigns say, until stopped. Any number of processes may do so: each call is claimed by one
 * of them in the database, and when that one dies the others ask the carrier what became of its calls.
 */
export function startDialer(context: Context, options: DialerOptions): Dialer {
  const { maxCalls, checkAfterMs = 60_000, checkEveryMs = 1_000 } = options
  const directory = openDirectory(options)
  const loop = runInTurn(() => turn(dialing))
  let soon: NodeJS.Timeout | undefined
  function wantSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      loop.want()
    }, nextTurnMs)
  }
  const desk: Desk = {
    context,
    services: options,
    directory,
    journal: openJournal(context, directory),
    keeper: startCallKeeper(context),
    live: new Map(),
    onRoom: wantSoon,
  }
  const dialing: Dialing = { desk, maxCalls, checkAfterMs, placing: new Set() }
  const adoptions: Adoptions = new Map()
  const stopListening = options.listen({ onEvent: (event) => hear(desk, adoptions, event) })
  const chores = [
    every(context, tickMs, async () => loop.want()),
    every(context, checkEveryMs, () => checkCalls(desk, checkAfterMs)),
    every(context, sweepMs, () => sweep(desk)),
  ]
  loop.want()
  return {
    wake: () => loop.want(),
    async stop(deadlineMs) {
      const deadline = () => sleep(deadlineMs, undefined, { ref: false })
      await loop.stop()
      clearTimeout(soon)
      await Promise.all(chores.map((chore) => chore.stop()))
      await Promise.race([Promise.all(dialing.placing), deadline()])
      stopListening()
      await Promise.race([desk.journal.finish(), deadline()])
      await desk.keeper.close()
    },
  }
}

type Dialing = {
  readonly desk: Desk
  readonly maxCalls: number
  readonly checkAfterMs: number
  /** Calls that the carrier is being told of. */
  readonly placing: Set<Promise<void>>
}

/** Looks once into every campaign in which something may be due. */
async function turn(dialing: Dialing): Promise<void> {
  const { desk, maxCalls } = dialing
  const { context, live } = desk
  try {
    if (live.size >= maxCalls) return
    let claimed = 0
    for (const lane of await selectDueLanes(context.db, context.now(), maxLanes)) {
      const capacity = maxCalls - live.size
      if (capacity <= 0) break
      claimed += await dial(dialing, lane, capacity)
    }
    if (claimed > 0) desk.onRoom()
  } catch (error) {
    context.log.warn({ err: error }, 'could not look whom campaigns call; trying again')
    await sleep(retryAfterErrorMs)
  }
}

/** Claims what a campaign may call now, and places it. Answers how many calls. */
async function dial(
  { desk, checkAfterMs, placing }: Dialing,
  lane: DueLane,
  capacity: number,
): Promise<number> {
  const { context, directory } = desk
  const { workspaceId, agentId, phoneNumberId } = lane
  const agent = agentId === null ? undefined : await directory.agent({ workspaceId, agentId })
  const carrier =
    phoneNumberId === null ? undefined : await directory.carrier({ workspaceId, phoneNumberId })
  const calls = await claimCalls(context, lane, {
    agentId: agent?.id,
    phoneNumberId: carrier ? (phoneNumberId ?? undefined) : undefined,
    fromNumber: carrier?.number ?? '',
    capacity,
    checkAfterMs,
  })
  for (const call of calls) {
    const placed = placeCall(desk, call).catch((error: unknown) => {
      context.log.error({ err: error, callId: call.callId }, 'a call could not be placed')
      forget(desk, call.callId)
    })
    placing.add(placed)
    void placed.finally(() => placing.delete(placed))
  }
  return calls.length
}

/** Repeats a chore, never two at once. */
function every({ log }: Context, intervalMs: number, chore: () => Promise<void>) {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= chore()
      .catch((error: unknown) => log.warn({ err: error }, 'a chore of the dialer failed'))
      .finally(() => {
        running = undefined
      })
  }, intervalMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Forgets calls whose end another process has heard and written. */
async function sweep(desk: Desk): Promise<void> {
  const { context, live } = desk
  const calls = [...live.values()].filter(({ isEnding }) => !isEnding).map(({ call }) => call)
  for (const id of await selectEnded(context.db, calls)) {
    live.get(id)?.hush.abort()
    forget(desk, id)
  }
}
