import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { microBatch } from '../../platform/batching/micro-batch.ts'
import type { Directory } from './directory.ts'
import type { Entry } from './entries.ts'
import { writeEntries } from './write-entries.ts'

const limits = { maxItems: 200, maxInFlight: 1, maxWaiting: 50_000 }
/** What cannot be written by then is found out by asking the carrier, later. */
const tries = 5
const retryAfterMs = 300
/** While much happens, the next transaction waits so long for more. */
const busyEntries = 4
const gatherMs = 15

export type Journal = {
  /** Resolves when it is written, with whether it was. Entries of a call are written in their order. */
  add(entry: Entry): Promise<boolean>
  /** Writes what is left. */
  finish(): Promise<void>
}

/** Writes together what happens at the same time: a transaction for each campaign. */
export function openJournal(context: Context, directory: Directory): Journal {
  const write = microBatch<Entry, boolean>(limits, async (entries) => {
    const written = new Map<Entry, boolean>()
    for (const group of byCampaign(entries)) {
      const done = await writeSurely(context, directory, group)
      for (const entry of group) written.set(entry, done)
    }
    if (entries.length >= busyEntries) await sleep(gatherMs)
    return entries.map((entry) => written.get(entry) ?? false)
  })
  const open = new Set<Promise<boolean>>()
  return {
    add(entry) {
      const adding = write(entry).catch((error: unknown) => {
        context.log.error({ err: error, callId: entry.call.callId }, 'a call could not be noted')
        return false
      })
      open.add(adding)
      void adding.finally(() => open.delete(adding))
      return adding
    },
    async finish() {
      while (open.size > 0) await Promise.all(open)
    },
  }
}

function byCampaign(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const { campaignId } = entry.call
    const group = groups.get(campaignId)
    if (group) group.push(entry)
    else groups.set(campaignId, [entry])
  }
  return [...groups.values()]
}

async function writeSurely(
  context: Context,
  directory: Directory,
  entries: readonly Entry[],
): Promise<boolean> {
  const [first] = entries
  if (!first) return true
  const { workspaceId, campaignId } = first.call
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    try {
      await writeEntries(context, directory, { workspaceId, campaignId }, entries)
      return true
    } catch (error) {
      context.log.warn(
        { err: error, campaignId, attempt },
        'calls could not be noted; trying again',
      )
      await sleep(retryAfterMs * attempt)
    }
  }
  return false
}
