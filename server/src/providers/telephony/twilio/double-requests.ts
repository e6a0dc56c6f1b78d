import { isIP } from 'node:net'

/** What the real Twilio would say of a request to place or change a call. */
export type TwilioProblem = {
  readonly status: number
  readonly code: number
  readonly message: string
}

export type Fields = ReadonlyMap<string, readonly string[]>

const e164 = /^\+[1-9]\d{6,14}$/
const creationFields = new Set(
  `From To Twiml Url Method Timeout TimeLimit StatusCallback StatusCallbackMethod StatusCallbackEvent
   MachineDetection AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod`.split(/\s+/),
)
const updateFields = new Set(['Status', 'Twiml', 'Url', 'Method'])
const events = new Set(['initiated', 'ringing', 'answered', 'completed'])

const bad = (code: number, message: string): TwilioProblem => ({ status: 400, code, message })

export function fieldsOf(body: string): Fields {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(body)) {
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  return fields
}

export const one = (fields: Fields, name: string): string | undefined => fields.get(name)?.[0]

export function problemOfCreation(fields: Fields): TwilioProblem | undefined {
  return problemOfNames(fields) ?? problemOfNumbers(fields) ?? problemOfValues(fields)
}

function problemOfNames(fields: Fields): TwilioProblem | undefined {
  const unknown = [...fields.keys()].find((name) => !creationFields.has(name))
  if (unknown) return bad(20_001, `Unknown parameter ${unknown}`)
  const twice = [...fields].find(
    ([name, { length }]) => length > 1 && name !== 'StatusCallbackEvent',
  )
  if (twice) return bad(20_001, `${twice[0]} was sent more than once`)
  return undefined
}

function problemOfNumbers(fields: Fields): TwilioProblem | undefined {
  if (!e164.test(one(fields, 'To') ?? '')) return bad(21_211, "The 'To' number is not valid.")
  if (!e164.test(one(fields, 'From') ?? '')) return bad(21_212, "The 'From' number is not valid.")
  return undefined
}

function problemOfValues(fields: Fields): TwilioProblem | undefined {
  const wrongEvent = fields.get('StatusCallbackEvent')?.find((event) => !events.has(event))
  if (wrongEvent) return bad(21_626, `StatusCallbackEvent ${wrongEvent} is not valid`)
  return (
    problemOfTwiml(one(fields, 'Twiml')) ??
    problemOfUrl(one(fields, 'StatusCallback')) ??
    problemOfUrl(one(fields, 'AsyncAmdStatusCallback')) ??
    problemOfNumber('Timeout', one(fields, 'Timeout'), 600) ??
    problemOfNumber('TimeLimit', one(fields, 'TimeLimit'), 86_400) ??
    problemOfDetection(fields)
  )
}

export function problemOfUpdate(fields: Fields): TwilioProblem | undefined {
  const unknown = [...fields.keys()].find((name) => !updateFields.has(name))
  if (unknown) return bad(20_001, `Unknown parameter ${unknown}`)
  const status = one(fields, 'Status')
  if (status !== undefined) {
    return ['completed', 'canceled'].includes(status) ? undefined : bad(21_218, 'Invalid Status')
  }
  return problemOfTwiml(one(fields, 'Twiml'))
}

function problemOfTwiml(twiml: string | undefined): TwilioProblem | undefined {
  if (twiml === undefined) return bad(21_205, 'Url or Twiml is required')
  if (twiml.length > 4_000) return bad(21_621, 'Twiml is longer than 4000 characters')
  const unclosed = openTagsOf(twiml)
  if (unclosed === undefined || unclosed.length > 0) return bad(12_100, 'Document parse failure')
  const url = /<Stream url="([^"]*)"/.exec(twiml)?.[1]
  // The real one wants wss, and would not reach this machine.
  if (url !== undefined && (!/^(wss:|ws:\/\/127\.)/.test(url) || url.includes('?'))) {
    return bad(31_920, 'The url of a Stream must be wss:// and have no query')
  }
  return undefined
}

/** Tags that are open at the end; undefined when one is closed that was not open. */
function openTagsOf(xml: string): string[] | undefined {
  const open: string[] = []
  for (const [, closing, name = '', , empty] of xml.matchAll(
    /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<>]*")*)\s*(\/?)>/g,
  )) {
    if (closing) {
      if (open.pop() !== name) return undefined
    } else if (!empty) open.push(name)
  }
  // What is left after all tags must not look like one.
  const rest = xml.replace(/<\/?[A-Za-z]+(?:\s+[A-Za-z]+="[^"<>]*")*\s*\/?>|<\?xml[^>]*\?>/g, '')
  return rest.includes('<') ? undefined : open
}

function problemOfUrl(url: string | undefined): TwilioProblem | undefined {
  if (url === undefined) return undefined
  if (!URL.canParse(url)) return bad(21_609, `${url} is not a valid URL`)
  const { protocol, hostname } = new URL(url)
  const isLocal = isIP(hostname) !== 0 || hostname === 'localhost'
  return protocol === 'https:' || isLocal ? undefined : bad(21_609, `${url} is not a valid URL`)
}

function problemOfNumber(
  name: string,
  value: string | undefined,
  most: number,
): TwilioProblem | undefined {
  if (value === undefined || (/^\d{1,6}$/.test(value) && Number(value) <= most)) return undefined
  return bad(20_001, `${name} must be a whole number up to ${most}`)
}

function problemOfDetection(fields: Fields): TwilioProblem | undefined {
  const detection = one(fields, 'MachineDetection')
  if (detection !== undefined && !['Enable', 'DetectMessageEnd'].includes(detection)) {
    return bad(20_001, 'MachineDetection is not valid')
  }
  if (one(fields, 'AsyncAmd') === 'true' && detection === undefined) {
    return bad(20_001, 'AsyncAmd needs MachineDetection')
  }
  return undefined
}
