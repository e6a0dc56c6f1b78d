import { lookup, resolveSrv } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Transport } from './wire.ts'

type Place = { readonly address: string; readonly port: number }

/** Where a host is; empty when nobody knows. */
export type Locate = (
  host: string,
  port: number | undefined,
  transport: Transport,
) => Promise<readonly Place[]>

const usualPort = 5_060
/** What was found out is believed for so long; that nothing was, for less. */
const keptMs = 60_000
const failureKeptMs = 5_000
const maxKept = 1_000

/** `host`, `host:port` or `[address]:port`; undefined when it is none. */
export function readAddress(text: string): { host: string; port: number | undefined } | undefined {
  const [, bracketed, plain, port] =
    /^(?:sips?:)?(?:\[([0-9a-f:.]+)\]|([^\s:/;@]+))(?::(\d{1,5}))?$/i.exec(text.trim()) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port ?? 1) > 65_535) return undefined
  return { host, port: port === undefined ? undefined : Number(port) }
}

/** By the service records of the name, and otherwise its addresses (RFC 3263). */
export function openLocate(nowMs: () => number): Locate {
  const kept = new Map<
    string,
    { readonly untilMs: number; readonly places: Promise<readonly Place[]> }
  >()
  return (host, port, transport) => {
    const key = [host, port, transport].join(' ')
    const known = kept.get(key)
    if (known && known.untilMs > nowMs()) return known.places
    const places = find(host, port, transport).then((found) => {
      if (found.length === 0) kept.set(key, { untilMs: nowMs() + failureKeptMs, places })
      return found
    })
    kept.set(key, { untilMs: nowMs() + keptMs, places })
    if (kept.size > maxKept) kept.delete(kept.keys().next().value ?? '')
    return places
  }
}

async function find(
  host: string,
  port: number | undefined,
  transport: Transport,
): Promise<Place[]> {
  if (isIP(host) !== 0) return [{ address: host, port: port ?? usualPort }]
  if (port !== undefined) return addressesOf(host, port)
  const records = await resolveSrv(`_sip._${transport.toLowerCase()}.${host}`).catch(() => [])
  const sorted = records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)
  const places = await Promise.all(
    sorted.slice(0, 5).map(({ name, port: at }) => addressesOf(name, at)),
  )
  const found = places.flat()
  return found.length > 0 ? found : addressesOf(host, usualPort)
}

async function addressesOf(host: string, port: number): Promise<Place[]> {
  const found = await lookup(host, { all: true, family: 4 }).catch(() => [])
  return found.map(({ address }) => ({ address, port }))
}
