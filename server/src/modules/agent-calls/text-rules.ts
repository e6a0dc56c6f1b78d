/** What somebody said or a tool answered, as the database can keep it. */

const unstorable = /[\0\p{Cs}]/gu

/** Without what PostgreSQL refuses, and no longer than so many characters. */
export function toText(text: string, maxLength: number): string {
  return text.replaceAll(unstorable, '').slice(0, maxLength)
}

/** Longer values are replaced by their beginning. */
const maxJsonLength = 32_768

/** Any value as JSON text; of what is too long, or no JSON at all, the beginning of its text. */
export function toJson(value: unknown, maxLength = maxJsonLength): string {
  const json = jsonOf(value)
  if (json.length <= maxLength) return json
  return JSON.stringify({ truncated: true, length: json.length, beginning: json.slice(0, 4_000) })
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, withoutNul) ?? 'null'
  } catch {
    return JSON.stringify(String(value))
  }
}

function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(unstorable, '') : value
}
