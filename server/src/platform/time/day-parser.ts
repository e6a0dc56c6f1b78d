import { createRequire } from 'node:module'
import type { Chrono } from 'chrono-node'

/** How days are said: `3/4` is in March in `en` and in April in `en-GB`. */
export type DayLanguage = 'en' | 'en-GB' | 'fr'
export type DayParser = Pick<Chrono, 'parse'>

const require = createRequire(import.meta.url)
const parsers = new Map<DayLanguage, DayParser>()

/** Reads days and times out of words. Loaded when it is first wanted: a server without saves 20 MB. */
export function dayParserOf(language: DayLanguage): DayParser {
  const known = parsers.get(language)
  if (known) return known
  const parser = load(language)
  parsers.set(language, parser)
  return parser
}

function load(language: DayLanguage): DayParser {
  if (language === 'fr') return (require('chrono-node/fr') as { casual: DayParser }).casual
  const english = require('chrono-node/en') as { casual: DayParser; GB: DayParser }
  return language === 'en' ? english.casual : english.GB
}
