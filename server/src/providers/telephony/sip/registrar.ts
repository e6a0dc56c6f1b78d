import { readNameAddress, readUri } from './address.ts'
import type { SipLine } from './line.ts'
import { headerOf, type Headers, type IncomingRequest, listOf } from './message.ts'
import type { Flow } from './wire.ts'

type Clock = { readonly nowMs: () => number }

/** Where a telephone is to be reached. */
type Binding = { readonly uri: string; readonly flow: Flow; readonly untilMs: number }

const shortestS = 30
const longestS = 3_600
const usualS = 300
/** Telephones of one login; the one that registered last is called. */
const maxBindings = 5
const maxLogins = 10_000

export type Registrar = {
  /** Answers the headers of the answer, or 423 where the time is too short. */
  readonly register: (line: SipLine, request: IncomingRequest, flow: Flow) => Headers | 423
  /** Undefined: nobody has registered. */
  readonly find: (owner: string, username: string) => Binding | undefined
}

/** Remembers, in this process, where telephones are: RFC 3261, section 10. */
export function openRegistrar(clock: Clock): Registrar {
  const logins = new Map<string, readonly Binding[]>()
  const alive = (key: string) =>
    (logins.get(key) ?? []).filter(({ untilMs }) => untilMs > clock.nowMs())

  return {
    register(line, request, flow) {
      const key = `${line.owner} ${line.login?.username ?? ''}`
      const contacts = listOf(request, 'contact')
      if (contacts.includes('*')) {
        logins.delete(key)
        return []
      }
      const wanted = contacts.flatMap((contact) => wantedOf(contact, request) ?? [])
      if (wanted.some(({ seconds }) => seconds > 0 && seconds < shortestS)) return 423
      let bindings = alive(key)
      for (const { uri, seconds } of wanted) {
        const others = bindings.filter((binding) => binding.uri !== uri)
        const untilMs = clock.nowMs() + seconds * 1_000
        const own = seconds === 0 ? [] : [{ uri, flow, untilMs }]
        bindings = [...own, ...others].slice(0, maxBindings)
      }
      logins.delete(key)
      if (bindings.length > 0) logins.set(key, bindings)
      if (logins.size > maxLogins) logins.delete(logins.keys().next().value ?? '')
      return bindings.map(({ uri, untilMs }) => {
        const leftS = Math.round((untilMs - clock.nowMs()) / 1_000)
        return ['contact', `<${uri}>;expires=${leftS}`] as const
      })
    },
    find: (owner, username) => alive(`${owner} ${username}`)[0],
  }
}

/** Where a telephone is, and for how long; undefined when it makes no sense. */
function wantedOf(contact: string, request: Parameters<Registrar['register']>[1]) {
  const told = readNameAddress(contact)
  if (!told || !readUri(told.uri)) return undefined
  const seconds = secondsOf(told.params.get('expires') ?? headerOf(request, 'expires'))
  return { uri: told.uri, seconds }
}

function secondsOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return usualS
  return Math.min(Number(text), longestS)
}

export const shortestRegistrationS = shortestS
