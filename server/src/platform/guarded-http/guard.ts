import { lookup, Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isForbiddenAddress } from './forbidden-addresses.ts'
import { type AllowList, openAllowList } from './allow-list.ts'
import { OutboundError } from './outbound-error.ts'

const connectTimeoutMs = 10_000
/** How long an idle connection is kept for the next request to the same server. */
const keepAliveMs = 4_000
/** Names of a host with more addresses than this are not tried further. */
const maxAddresses = 16

type Address = { readonly address: string; readonly family: number }

/** Answers every address of a host. */
export type Resolve = (host: string) => Promise<readonly Address[]>

/** Decides what may be reached, and holds the connections to it. Build one per process. */
export type Guard = {
  /** Throws an OutboundError for an address that must not be asked; host names are judged on connecting. */
  check(url: string): URL
  /** Looks its name up as well, as a request now would; throws an OutboundError. */
  judge(url: string): Promise<void>
  readonly agent: Agent
  /** Connects as the agent does, and tells how long each step took; for connections held elsewhere. */
  connector(watch: ConnectWatch): buildConnector.connector
  close(): Promise<void>
}

/** Told of the steps of a connection as each is done, with the milliseconds it took. */
export type ConnectWatch = {
  begun(): void
  resolved(ms: number): void
  connected(ms: number): void
  /** Only of TLS. */
  secured(ms: number): void
}

/** `allow`: entries of OUTBOUND_ALLOW. `resolve`: instead of the machine's own resolver. */
export function openGuard(options: {
  readonly allow: readonly string[]
  readonly resolve?: Resolve
}): Guard {
  const allow = openAllowList(options.allow)
  const resolve = options.resolve ?? resolveAsMachine
  const agent = new Agent({
    connect: connectOnlyTo(allow, resolve),
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    pipelining: 1,
  })
  return {
    check: (url) => checkUrl(url, allow),
    async judge(url) {
      const { hostname, protocol } = checkUrl(url, allow)
      const host = hostOf(hostname)
      if (isIP(host) !== 0) return
      const judged = judge(host, { allow, resolve, isSecure: protocol === 'https:' })
      await within(connectTimeoutMs, host, judged)
    },
    agent,
    connector: (watch) => connectOnlyTo(allow, resolve, watch),
    close: () => agent.destroy(),
  }
}

/** Asks name servers (`address` or `address:port`) directly. */
export function resolveBy(servers: readonly string[]): Resolve {
  const resolver = new Resolver()
  resolver.setServers(servers)
  return async (host) => {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason
    const found = (family: number, { status, ...rest }: PromiseSettledResult<string[]>) =>
      status === 'fulfilled' && 'value' in rest
        ? rest.value.map((address) => ({ address, family }))
        : []
    return [...found(4, v4), ...found(6, v6)]
  }
}

const resolveAsMachine: Resolve = (host) => lookup(host, { all: true, order: 'verbatim' })

function checkUrl(text: string, allow: AllowList): URL {
  if (!URL.canParse(text)) throw new OutboundError('invalid_url', 'This is not a web address.')
  // Parsing brings every spelling of an IPv4 address (decimal, octal, hex, short) to four numbers.
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutboundError('unsupported_scheme', 'Only https addresses can be used.')
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError('credentials_in_url', 'A web address must not hold a user or password.')
  }
  // Whether a name lies in an allowed range is known on connecting.
  const refusal = refusalOfLiteral(hostOf(url.hostname), url.protocol, allow)
  if (refusal) throw refusal
  return url
}

/** What is wrong with an address that stands where a host name could. */
function refusalOfLiteral(
  host: string,
  protocol: string,
  allow: AllowList,
): OutboundError | undefined {
  if (isIP(host) === 0 || allow.hasHost(host) || allow.hasAddress(host)) return undefined
  if (isForbiddenAddress(host)) return forbidden()
  return protocol === 'http:' ? insecure() : undefined
}

/**
 * Connects to addresses that were judged, and to no others: the name is resolved once, here, and the
 * socket is given what was found.
 */
function connectOnlyTo(
  allow: AllowList,
  resolve: Resolve,
  watch?: ConnectWatch,
): buildConnector.connector {
  const connectorOf = (isSecure: boolean) =>
    buildConnector({
      timeout: connectTimeoutMs,
      // Not in undici's types of its own options, but handed on to net.connect and tls.connect.
      ...({ lookup: judgedLookup({ allow, resolve, isSecure }, watch) } as object),
    })
  const secure = connectorOf(true)
  const plain = connectorOf(false)
  return (options, callback) => {
    watch?.begun()
    // No lookup takes place for a literal, so it is judged here as well.
    const refusal = refusalOfLiteral(hostOf(options.hostname), options.protocol, allow)
    if (refusal) return callback(refusal, null)
    const isSecure = options.protocol === 'https:'
    const connect = isSecure ? secure : plain
    if (watch) return connectWatched(connect, { options, callback, isSecure, watch })
    connect(options, callback)
  }
}

type Watched = {
  readonly options: buildConnector.Options
  readonly callback: buildConnector.Callback
  readonly isSecure: boolean
  readonly watch: ConnectWatch
}

function connectWatched(
  connect: buildConnector.connector,
  { options, callback, isSecure, watch }: Watched,
): void {
  let since = performance.now()
  const lap = () => {
    const before = since
    since = performance.now()
    return since - before
  }
  // The connector answers the socket at once, which its type does not say.
  const socket = connect(options, (...result: Parameters<buildConnector.Callback>) => {
    if (result[0] === null && isSecure) watch.secured(lap())
    callback(...result)
  }) as unknown as Socket
  socket.once('lookup', lap)
  socket.once('connect', () => watch.connected(lap()))
}

type Judgement = {
  readonly allow: AllowList
  readonly resolve: Resolve
  readonly isSecure: boolean
}

function judgedLookup(judgement: Judgement, watch?: ConnectWatch): LookupFunction {
  return (host, options, answer) => {
    const startedAt = performance.now()
    judge(host, judgement).then(
      (addresses) => {
        watch?.resolved(performance.now() - startedAt)
        if (options.all) return answer(null, [...addresses])
        const [first] = addresses
        answer(null, first?.address ?? '', first?.family)
      },
      (error: unknown) => answer(error as Error, ''),
    )
  }
}

async function judge(
  host: string,
  { allow, resolve, isSecure }: Judgement,
): Promise<readonly Address[]> {
  let found: readonly Address[]
  try {
    found = await resolve(host)
  } catch (cause) {
    throw new OutboundError('unknown_host', `The host ${host} was not found.`, { cause })
  }
  if (found.length === 0) throw new OutboundError('unknown_host', `The host ${host} was not found.`)
  if (!allow.hasHost(host)) {
    const inAllowedRange = found.every(({ address }) => allow.hasAddress(address))
    const isForbidden = ({ address }: Address) =>
      !allow.hasAddress(address) && isForbiddenAddress(address)
    if (found.some(isForbidden)) throw forbidden()
    if (!isSecure && !inAllowedRange) throw insecure()
  }
  return found.slice(0, maxAddresses)
}

/** A name server that does not answer must not hold up whoever asks. */
async function within<T>(timeoutMs: number, host: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    const error = new OutboundError('timeout', `The host ${host} was not found in time.`)
    timer = setTimeout(() => reject(error), timeoutMs)
  })
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}

/** As `isIP` wants it: IPv6 without brackets. */
function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}

const forbidden = () =>
  new OutboundError(
    'forbidden_address',
    'This address leads into a private or reserved network; an operator can allow it with OUTBOUND_ALLOW.',
  )
const insecure = () =>
  new OutboundError('insecure_scheme', 'Only https addresses can be used; this one is plain http.')
