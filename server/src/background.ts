import type { Context } from './context.ts'
import { type Parts, partsOf } from './parts.ts'
import { foldTallies } from './platform/db/tally-queries.ts'
import type { Subscriber } from './platform/events/event.ts'
import { relayChannel, startAnnouncer } from './platform/events/announcer.ts'
import { adoptRestoredEvents } from './platform/events/restored.ts'
import { startRelay } from './platform/events/relay.ts'
import { installQueue, startWorker } from './platform/jobs/worker.ts'

/** Jobs that run longer after the process was told to stop are tried again elsewhere. */
const jobDeadlineMs = 8_000
const foldIntervalMs = 2_000

export type Background = {
  /** Events were committed; call it after the commit, as often as you like. */
  readonly wake: () => void
  /** Ends the batch of events in progress and the claimed jobs, within 10 s. */
  stop(): Promise<void>
}

/**
 * What goes on beside requests: events are relayed, jobs run, counts are folded. A process without
 * the worker role only tells the workers that there is something to do.
 */
export async function startBackground(
  context: Context,
  parts: Parts = partsOf(context),
): Promise<Background> {
  const { config, db, log, metrics } = context
  await installQueue(db, log)
  if (!config.roles.includes('worker')) return startAnnouncer(db, log)

  await adoptRestoredEvents(db, log)
  const touched = new Set<string>()
  const relay = startRelay({
    db,
    log,
    metrics,
    subscribers: [...parts.subscribers, noteTouched(touched)],
  })
  const folding = startFolding(context, touched)
  const worker = await startWorker({
    context,
    db,
    log,
    metrics,
    jobs: parts.jobs,
    hear: { channel: relayChannel, notified: relay.wake },
  })
  relay.wake()
  return {
    wake: relay.wake,
    async stop() {
      await Promise.all([relay.stop(), folding.stop(), worker.stop(jobDeadlineMs)])
    },
  }
}

/** Remembers in which workspaces something happened: only their counts can have grown. */
function noteTouched(touched: Set<string>): Subscriber {
  return {
    name: 'tally-folding',
    events: '*',
    async handle(_tx, events) {
      for (const { workspaceId } of events) touched.add(workspaceId)
    },
  }
}

function startFolding({ db, log }: Context, touched: Set<string>): { stop(): Promise<void> } {
  let folding: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    if (touched.size === 0) return
    const workspaceIds = [...touched]
    touched.clear()
    folding = foldTallies(db, workspaceIds).catch((error: unknown) => {
      log.warn({ err: error }, 'counts could not be folded; trying again with the next event')
    })
  }, foldIntervalMs)
  return {
    async stop() {
      clearInterval(timer)
      await folding
    },
  }
}
