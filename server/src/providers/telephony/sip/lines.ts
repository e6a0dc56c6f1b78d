import { BlockList, isIP } from 'node:net'
import type { Clock } from '../simulated/clock.ts'
import { type SipDirectory, type SipLine, whereRegistered } from './line.ts'
import { type Locate, readAddress } from './locate.ts'

/** Numbers that were changed elsewhere are known after so long. */
const lookAgainMs = 15_000

type KnownLine = SipLine & { readonly isAllowedFrom: (address: string) => boolean }

export type Lines = {
  /** Of the number or the login that was dialled. */
  readonly find: (dialled: string) => readonly KnownLine[]
  readonly all: () => readonly KnownLine[]
  /** Whether any line lets it in without a password. */
  readonly isVetted: (address: string) => boolean
  /** Looks at the numbers anew. */
  readonly refresh: () => Promise<void>
  readonly close: () => void
}

/** All lines, in memory: who knocks without being known costs no look into the database. */
export function openLines(options: {
  readonly clock: Clock
  readonly locate: Locate
  readonly onError: (error: unknown) => void
  readonly onChanged: () => void
}): Lines & { readonly follow: (directory: SipDirectory) => Promise<void> } {
  const { clock, locate, onError, onChanged } = options
  let directory: SipDirectory | undefined
  let byName: ReadonlyMap<string, readonly KnownLine[]> = new Map()
  let lines: readonly KnownLine[] = []
  let vetted = new BlockList()
  let stop = () => {}
  let isClosed = false
  let refreshing: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    if (!directory || isClosed) return
    try {
      const found = await directory.lines()
      const all = new BlockList()
      lines = await Promise.all(found.map((line) => withAddresses(line, locate, all)))
      vetted = all
      byName = indexOf(lines)
      onChanged()
    } catch (error) {
      onError(error)
    }
  }

  function schedule(): void {
    stop()
    if (isClosed) return
    stop = clock.after(lookAgainMs, () => void refresh())
  }

  /** One after the other: the last one has seen what was changed before it was asked for. */
  function refresh(): Promise<void> {
    refreshing = refreshing.then(look).then(schedule)
    return refreshing
  }

  return {
    find: (dialled) => byName.get(dialled) ?? [],
    all: () => lines,
    isVetted: (address) => vetted.check(address, familyOf(address)),
    refresh,
    follow(wanted) {
      directory = wanted
      return refresh()
    },
    close() {
      isClosed = true
      stop()
    },
  }
}

function indexOf(lines: readonly KnownLine[]): ReadonlyMap<string, readonly KnownLine[]> {
  const index = new Map<string, KnownLine[]>()
  for (const line of lines) {
    for (const name of [line.number, line.login?.username]) {
      if (name !== undefined) index.set(name, [...(index.get(name) ?? []), line])
    }
  }
  return index
}

/** Adds its addresses to those of all lines as well. */
async function withAddresses(line: SipLine, locate: Locate, all: BlockList): Promise<KnownLine> {
  const own = new BlockList()
  const { address, transportType } = line.trunk
  const place = address === whereRegistered ? undefined : readAddress(address)
  const transport = transportType === 'TCP' ? 'TCP' : 'UDP'
  const places = place ? await locate(place.host, place.port, transport) : []
  for (const range of [...line.allowedAddresses, ...places.map((one) => one.address)]) {
    allow(own, range)
    allow(all, range)
  }
  return { ...line, isAllowedFrom: (from) => own.check(from, familyOf(from)) }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** An address, or a range such as 10.0.0.0/8. */
function allow(list: BlockList, range: string): void {
  const [address = '', bits] = range.split('/')
  const version = isIP(address)
  if (version === 0) return
  const widest = version === 4 ? 32 : 128
  const width = bits === undefined ? widest : Number(bits)
  if (width <= widest) list.addSubnet(address, width, version === 4 ? 'ipv4' : 'ipv6')
}
