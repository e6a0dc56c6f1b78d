const mention = /@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f-])/gi

/** More than these in one text are no mentions. */
const mentionsLimit = 50

/** The ids that a text mentions with `@`, each once. */
export function mentionsIn(text: string): string[] {
  const ids = new Set([...text.matchAll(mention)].map(([, id = '']) => id.toLowerCase()))
  return [...ids].slice(0, mentionsLimit)
}
