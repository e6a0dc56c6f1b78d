/** Addresses as SIP writes them: RFC 3261, sections 19.1, 20.10 and 20.42. */

export type SipUri = {
  readonly scheme: string
  /** Undefined: the host itself is meant. */
  readonly user: string | undefined
  /** Of IPv6 without its brackets. */
  readonly host: string
  readonly port: number | undefined
  readonly params: ReadonlyMap<string, string>
}

export type NameAddress = {
  readonly display: string
  readonly uri: string
  /** Names in lower case. */
  readonly params: ReadonlyMap<string, string>
}

export type Via = {
  readonly transport: string
  readonly host: string
  readonly port: number | undefined
  readonly params: ReadonlyMap<string, string>
}

/** Cuts at commas that are neither quoted nor within angle brackets. */
export function splitList(value: string): string[] {
  return splitAt(value, ',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function splitAt(value: string, separator: string): string[] {
  const parts: string[] = []
  let [from, isQuoted, isBracketed] = [0, false, false]
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at]
    if (isQuoted && sign === '\\') at += 1
    else if (sign === '"' && !isBracketed) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (sign === '<') isBracketed = true
    else if (sign === '>') isBracketed = false
    else if (sign === separator && !isBracketed) {
      parts.push(value.slice(from, at))
      from = at + 1
    }
  }
  parts.push(value.slice(from))
  return parts
}

// Nothing here may take longer than in proportion to the length: what is read comes from strangers.

/** `;a=b;c` after an address; a name without a value has an empty one. */
function readParams(text: string): Map<string, string> {
  const params = new Map<string, string>()
  for (const part of splitAt(text, ';')) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    if (name !== '') params.set(name, equals < 0 ? '' : unquoted(part.slice(equals + 1).trim()))
  }
  return params
}

export function unquoted(value: string): string {
  const inner = /^"(.*)"$/s.exec(value)?.[1]
  return inner === undefined ? value : inner.replace(/\\(.)/gs, '$1')
}

export function readNameAddress(text: string): NameAddress | undefined {
  const value = text.trim()
  const bracketed = /^("(?:[^"\\]|\\.)*"\s*|[^"<]*)<([^<>]*)>\s*(?:;(.*))?$/s.exec(value)
  if (bracketed) {
    const [, display = '', uri = '', params = ''] = bracketed
    return hasScheme(uri)
      ? { display: unquoted(display.trim()), uri: uri.trim(), params: readParams(params) }
      : undefined
  }
  // Without brackets, parameters are those of the header.
  const [uri = '', ...params] = value.split(';')
  if (!hasScheme(uri) || /[<>"\s]/.test(uri.trim())) return undefined
  return { display: '', uri: uri.trim(), params: readParams(params.join(';')) }
}

const hasScheme = (uri: string) => /^\s*[a-z][a-z0-9+.-]*:\S/i.test(uri)

/** Of `sip:`, `sips:` and `tel:`. */
export function readUri(uri: string): SipUri | undefined {
  const tel = /^tel:([^;]+)/i.exec(uri)?.[1]
  if (tel !== undefined) {
    return { scheme: 'tel', user: tel, host: '', port: undefined, params: new Map() }
  }
  const parts =
    /^(sips?):(?:([^@]*)@)?(\[[0-9a-f:.]+\]|[^:;?@[\]]+)(?::(\d{1,5}))?(;[^?]*)?(\?.*)?$/i
  const [, scheme = '', userInfo, host = '', port, params = ''] = parts.exec(uri) ?? []
  if (scheme === '' || Number(port ?? 1) > 65_535) return undefined
  return {
    scheme: scheme.toLowerCase(),
    user: userInfo === undefined ? undefined : userOf(userInfo),
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    params: readParams(params.slice(1)),
  }
}

/** Without its password, and without parameters of a telephone number: +44…;phone-context=… */
function userOf(userInfo: string): string {
  return unescaped(userInfo.split(':')[0] ?? '').split(';')[0] ?? ''
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function readVia(value: string): Via | undefined {
  const [sent = '', ...params] = splitAt(value, ';')
  const parts = /^SIP ?\/ ?2\.0 ?\/ ?([A-Z]+) (\[[0-9a-f:.]+\]|[^\s:;[\]]+) ?(?:: ?(\d{1,5}))?$/i
  const [, transport, host = '', port] = parts.exec(sent.replace(/\s+/g, ' ').trim()) ?? []
  if (transport === undefined) return undefined
  return {
    transport: transport.toUpperCase(),
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    params: readParams(params.join(';')),
  }
}

/** As it stands within an address: IPv6 in brackets. */
export function hostPort(host: string, port?: number): string {
  const name = host.includes(':') ? `[${host}]` : host
  return port === undefined ? name : `${name}:${port}`
}

/** What a user part may be called, as far as we write it. */
export function escapedUser(user: string): string {
  return encodeURIComponent(user).replace(/%2B/gi, '+')
}
