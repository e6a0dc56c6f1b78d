import type { Context } from './context.ts'
import { campaignChannel } from './modules/campaigns/index.ts'
import { deliveryChannel, startDispatcher } from './modules/delivery/index.ts'
import { dialerServices, startDialer } from './modules/dialer/index.ts'
import { startHeartbeat } from './modules/operations/index.ts'
import { type Parts, partsOf } from './parts.ts'
import { tidySearchIndexes } from './platform/db/search-index-queries.ts'
import { foldTallies } from './platform/db/tally-queries.ts'
import type { Subscriber } from './platform/events/event.ts'
import { relayChannel, startAnnouncer } from './platform/events/announcer.ts'
import { adoptRestoredEvents } from './platform/events/restored.ts'
import { startRelay } from './platform/events/relay.ts'
import { installQueue, startWorker } from './platform/jobs/worker.ts'

/** Jobs that run longer after the process was told to stop are tried again elsewhere. */
const jobDeadlineMs = 8_000
/** Webhooks that are not answered by then are sent again by the next process. */
const sendDeadlineMs = 5_000
/** Calls that are being placed by then are found by the next process. */
const dialDeadlineMs = 5_000
const tidyIntervalMs = 2_000

export type Background = {
  /** Events were committed; call it after the commit, as often as you like. */
  readonly wake: () => void
  /** Ends the batch of events in progress and the claimed jobs, within 10 s. */
  stop(): Promise<void>
}

/**
 * What goes on beside requests: events are relayed, jobs run, webhooks are sent, campaigns call, writes are tidied up after. A process without
 * the worker role only tells the workers that there is something to do.
 */
export async function startBackground(
  context: Context,
  parts: Parts = partsOf(context),
): Promise<Background> {
  const { config, db, log, metrics } = context
  await installQueue(db, log)
  const heartbeat = startHeartbeat(context)
  if (!config.roles.includes('worker')) {
    const announcer = startAnnouncer(db, log)
    return {
      wake: announcer.wake,
      async stop() {
        await Promise.all([announcer.stop(), heartbeat.stop()])
      },
    }
  }

  await adoptRestoredEvents(db, log)
  const touched = new Set<string>()
  const relay = startRelay({
    db,
    log,
    metrics,
    subscribers: [...parts.subscribers, noteTouched(touched)],
  })
  const tidying = startTidying(context, touched)
  const dispatcher = startDispatcher(context)
  const dialer = startDialer(context, {
    ...dialerServices(context, parts.converse),
    maxCalls: config.campaignCalls,
    listen: context.telephony.listen,
  })
  const worker = await startWorker({
    context,
    db,
    log,
    metrics,
    jobs: parts.jobs,
    hear: [
      { channel: relayChannel, notified: relay.wake },
      { channel: deliveryChannel, notified: dispatcher.wake },
      { channel: campaignChannel, notified: dialer.wake },
    ],
  })
  relay.wake()
  return {
    wake: relay.wake,
    async stop() {
      await Promise.all([
        heartbeat.stop(),
        relay.stop(),
        tidying.stop(),
        worker.stop(jobDeadlineMs),
        dispatcher.stop(sendDeadlineMs),
        dialer.stop(dialDeadlineMs),
      ])
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

/** Tidies up after writes: folds counts and sorts search indexes. */
function startTidying({ db, log }: Context, touched: Set<string>): { stop(): Promise<void> } {
  let tidying: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    if (touched.size === 0) return
    const workspaceIds = [...touched]
    touched.clear()
    tidying = Promise.all([foldTallies(db, workspaceIds), tidySearchIndexes(db)]).catch(
      (error: unknown) => {
        log.warn({ err: error }, 'could not tidy up after writes; trying again after the next')
      },
    )
  }, tidyIntervalMs)
  return {
    async stop() {
      clearInterval(timer)
      await tidying
    },
  }
}
