import type { StreamRequest } from '../media.ts'

/** Twilio's instructions for a call, in XML. https://www.twilio.com/docs/voice/twiml */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const inResponse = (verbs: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`

function connectVerb(url: string, { parameters }: StreamRequest): string {
  const inner = Object.entries(parameters)
    .map(([name, value]) => `<Parameter name="${escape(name)}" value="${escape(value)}"/>`)
    .join('')
  return `<Connect><Stream url="${escape(url)}">${inner}</Stream></Connect>`
}

/** Both directions, unlike `<Start>`. `url` is wss:// and has no query: Twilio drops it. */
export function connectStream(url: string, stream: StreamRequest): string {
  return inResponse(connectVerb(url, stream))
}

/** Keeps the line open for as long as a call can last. */
export function stayOnTheLine(): string {
  return inResponse('<Pause length="14400"/>')
}

export function rejectCall(): string {
  return inResponse('<Reject/>')
}

/** The stream has to be opened anew: playing digits ends it. */
export function playDigits(
  digits: string,
  stream: { readonly url: string; readonly request: StreamRequest } | undefined,
): string {
  const after = stream ? connectVerb(stream.url, stream.request) : '<Pause length="14400"/>'
  return inResponse(`<Play digits="${escape(digits)}"/>${after}`)
}

export function dial(
  to: string,
  {
    callerId,
    ringTimeoutS = 30,
  }: { callerId?: string | undefined; ringTimeoutS?: number | undefined },
): string {
  const shown = callerId === undefined ? '' : ` callerId="${escape(callerId)}"`
  const noun = to.startsWith('sip:') ? 'Sip' : 'Number'
  return inResponse(
    `<Dial timeout="${ringTimeoutS}"${shown}><${noun}>${escape(to)}</${noun}></Dial>`,
  )
}
