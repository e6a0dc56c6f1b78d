import type { Clock } from '../simulated/clock.ts'

/** So many mistakes within a minute… */
const mostStrikes = 20
const withinMs = 60_000
/** …and nothing of that address is even looked at for so long. */
const banMs = 600_000
/** Addresses that are remembered; the oldest are forgotten. */
const maxAddresses = 10_000

export type Bans = {
  readonly isBanned: (address: string) => boolean
  readonly strike: (address: string) => void
  readonly forgive: (address: string) => void
}

/** Remembers who knocks again and again without being let in. */
export function openBans(clock: Clock): Bans {
  const known = new Map<string, { readonly sinceMs: number; strikes: number; untilMs: number }>()
  return {
    isBanned: (address) => (known.get(address)?.untilMs ?? 0) > clock.nowMs(),
    strike(address) {
      const nowMs = clock.nowMs()
      const before = known.get(address)
      const isRecent = before !== undefined && nowMs - before.sinceMs < withinMs
      const entry = isRecent ? before : { sinceMs: nowMs, strikes: 0, untilMs: 0 }
      entry.strikes += 1
      if (entry.strikes >= mostStrikes) entry.untilMs = nowMs + banMs
      known.set(address, entry)
      if (known.size > maxAddresses) known.delete(known.keys().next().value ?? '')
    },
    forgive: (address) => known.delete(address),
  }
}
