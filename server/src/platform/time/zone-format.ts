const known = new Map<string, Intl.DateTimeFormat>()
/** There are some 600 names of zones, in any case of letters. */
const mostKnown = 2_000

/**
 * A format of moments in a zone. Making one takes 50 µs or more, using it 2, so they are kept. Throws
 * a RangeError for a zone that is not known.
 */
export function zoneFormat(
  locale: string,
  timeZone: string,
  options: Omit<Intl.DateTimeFormatOptions, 'timeZone'>,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`
  const found = known.get(key)
  if (found) return found
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
  if (known.size >= mostKnown) known.clear()
  known.set(key, format)
  return format
}
