import { isIP } from 'node:net'

/** Offers and answers of sound: RFC 8866 and RFC 3264, for G.711 and telephone-event (RFC 4733). */

type Codec = 'PCMU' | 'PCMA'

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** The first sound of a description that we can take part in. */
type AudioSection = {
  /** Where it stands among all sections. */
  readonly index: number
  readonly address: string
  readonly port: number
  /** What the describer wants to hear, dearest first. */
  readonly codecs: readonly { readonly codec: Codec; readonly payloadType: number }[]
  /** Undefined: digits are not told. */
  readonly eventType: number | undefined
  /** As the describer sees it. */
  readonly direction: Direction
}

export type Description = {
  /** As they were offered, to be answered one by one. */
  readonly sections: readonly {
    readonly media: string
    readonly protocol: string
    readonly format: string
  }[]
  readonly audio: AudioSection | undefined
}

const maxLines = 500
const maxSections = 16
/** Payload types of RFC 3551. */
const staticTypes: Readonly<Record<number, Codec>> = { 0: 'PCMU', 8: 'PCMA' }
const directions: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']

type Section = {
  readonly media: string
  readonly port: number
  readonly protocol: string
  readonly formats: readonly string[]
  readonly lines: string[]
}

/** Undefined when it makes no sense. */
export function readDescription(text: string): Description | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  if (lines[0] !== 'v=0' || lines.length > maxLines) return undefined
  const session: string[] = []
  const sections: Section[] = []
  for (const line of lines) {
    if (!line.startsWith('m=')) {
      ;(sections.at(-1)?.lines ?? session).push(line)
      continue
    }
    const section = readSection(line)
    if (!section || sections.length >= maxSections) return undefined
    sections.push(section)
  }
  const audios = sections.map((section, index) => audioOf(section, index, session))
  return {
    sections: sections.map(({ media, protocol, formats: [format = '0'] }) => {
      return { media, protocol, format }
    }),
    audio: audios.find((audio) => audio !== undefined),
  }
}

function readSection(line: string): Section | undefined {
  const [, media = '', port = '', protocol = '', formats = ''] =
    /^m=(\S+) (\d{1,5})(?:\/\d+)? (\S+) (.+)$/.exec(line) ?? []
  if (media === '' || Number(port) > 65_535) return undefined
  return { media, port: Number(port), protocol, formats: formats.split(' '), lines: [] }
}

function audioOf(section: Section, index: number, session: readonly string[]) {
  const { media, port, protocol, formats, lines } = section
  if (media !== 'audio' || port === 0 || protocol !== 'RTP/AVP') return undefined
  const address = addressIn(lines) ?? addressIn(session)
  if (address === undefined) return undefined
  const names = namesOf(lines)
  const types = formats.filter((format) => /^\d{1,3}$/.test(format)).map(Number)
  const codecs = types.flatMap((payloadType) => {
    const named = names.get(payloadType)
    const codec = named === undefined ? staticTypes[payloadType] : codecOf(named)
    return codec ? [{ codec, payloadType }] : []
  })
  if (codecs.length === 0) return undefined
  const eventType = types.find((type) => /^telephone-event\/8000$/i.test(names.get(type) ?? ''))
  const direction = directionIn(lines) ?? directionIn(session) ?? 'sendrecv'
  return { index, address, port, codecs, eventType, direction } satisfies AudioSection
}

function addressIn(lines: readonly string[]): string | undefined {
  const found = lines.find((line) => line.startsWith('c='))
  const address = /^c=IN IP[46] ([^\s/]+)/.exec(found ?? '')?.[1]
  return address !== undefined && isIP(address) !== 0 ? address : undefined
}

function namesOf(lines: readonly string[]): ReadonlyMap<number, string> {
  return new Map(
    lines.flatMap((line) => {
      const [, type, name] = /^a=rtpmap:(\d{1,3}) (\S+)/.exec(line) ?? []
      return type === undefined || name === undefined ? [] : [[Number(type), name] as const]
    }),
  )
}

function codecOf(name: string): Codec | undefined {
  if (/^PCMU\/8000(\/1)?$/i.test(name)) return 'PCMU'
  return /^PCMA\/8000(\/1)?$/i.test(name) ? 'PCMA' : undefined
}

function directionIn(lines: readonly string[]): Direction | undefined {
  const found = lines.map((line) => line.slice(2)).find((value) => directions.includes(value))
  return found as Direction | undefined
}

/** How the sound goes, once both sides have spoken. */
export type Agreement = {
  readonly address: string
  readonly port: number
  readonly codec: Codec
  readonly payloadType: number
  readonly eventType: number | undefined
  /** Whether the other side wants to hear us. */
  readonly isHeard: boolean
}

/** Undefined: there is nothing both can. */
export function agreementWith({ audio }: Description): Agreement | undefined {
  const [first] = audio?.codecs ?? []
  if (!audio || !first) return undefined
  const { address, port, eventType, direction } = audio
  const isOnHold = address === '0.0.0.0' || direction === 'sendonly' || direction === 'inactive'
  return { address, port, ...first, eventType, isHeard: !isOnHold }
}

type Ours = {
  readonly address: string
  readonly port: number
  /** Grows with each description of a call. */
  readonly version: number
}

const offeredEventType = 101

export function writeOffer(ours: Ours): string {
  return write(ours, [
    `m=audio ${ours.port} RTP/AVP 0 8 ${offeredEventType}`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    ...eventLines(offeredEventType),
    'a=ptime:20',
    'a=sendrecv',
  ])
}

/** Each section that was offered is answered: one with our port, the others with none. */
export function writeAnswer(offer: Description, ours: Ours): string {
  const { audio, sections } = offer
  return write(
    ours,
    sections.flatMap(({ media, protocol, format }, index) => {
      if (!audio || index !== audio.index) return [`m=${media} 0 ${protocol} ${format}`]
      const { codecs, eventType, direction } = audio
      const [{ codec, payloadType } = { codec: 'PCMU', payloadType: 0 }] = codecs
      const events = eventType === undefined ? '' : ` ${eventType}`
      return [
        `m=audio ${ours.port} RTP/AVP ${payloadType}${events}`,
        `a=rtpmap:${payloadType} ${codec}/8000`,
        ...(eventType === undefined ? [] : eventLines(eventType)),
        'a=ptime:20',
        `a=${answerTo(direction)}`,
      ]
    }),
  )
}

const eventLines = (type: number) => [
  `a=rtpmap:${type} telephone-event/8000`,
  `a=fmtp:${type} 0-15`,
]

function answerTo(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly'
  return direction === 'recvonly' ? 'sendonly' : direction
}

function write({ address, version }: Ours, media: readonly string[]): string {
  const family = isIP(address) === 6 ? 'IP6' : 'IP4'
  const lines = [
    'v=0',
    `o=parley 1 ${version} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    ...media,
  ]
  return `${lines.join('\r\n')}\r\n`
}
