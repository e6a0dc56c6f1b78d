/** Of keys and values together. */
const maxCharacters = 20_000
const pair = /^([^\s,]{1,100})(?: ([A-Za-z0-9+/]*={0,2}))?$/

/** `Upload-Metadata` of tus: keys with values in base64, separated by commas. Undefined when malformed. */
export function readMetadata(header: string): Record<string, string> | undefined {
  const fields: Record<string, string> = {}
  if (header.length > maxCharacters) return undefined
  for (const item of header.split(',').map((part) => part.trim())) {
    if (item === '') continue
    const [, key, value = ''] = pair.exec(item) ?? []
    if (key === undefined || Object.hasOwn(fields, key)) return undefined
    const text = Buffer.from(value, 'base64').toString()
    // Clients write keys they have no value for.
    if (text !== '') fields[key] = text
  }
  return fields
}
