import type { FathomTest } from '@parley/contract'
import { type Fathom, FathomError } from '../../providers/fathom/index.ts'

/** Meetings are counted up to here: a person wants to see that there are some. */
const maxPages = 5
const apiVersion = 'v1'

/** Whether a key works, and how many meetings it leads to. */
export async function checkConnection(fathom: Fathom): Promise<FathomTest> {
  let found = 0
  let cursor: string | undefined
  try {
    for (let pages = 0; pages < maxPages; pages += 1) {
      const page = await fathom.listMeetings({ cursor, withContent: false })
      found += page.meetings.length
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
  } catch (error) {
    if (!(error instanceof FathomError)) throw error
    // A limit that comes after the first page says that the key works.
    if (found === 0 || error.failure !== 'limited') return failure(error)
  }
  return {
    success: true,
    message: 'Connection successful - API key is valid',
    meetings_found: found,
    has_more: cursor !== undefined,
    api_version: apiVersion,
  }
}

function failure(error: FathomError): FathomTest {
  return {
    success: false,
    message: sentenceOf(error),
    meetings_found: null,
    has_more: false,
    api_version: apiVersion,
  }
}

function sentenceOf({ failure: kind, message, retryAfterMs }: FathomError): string {
  switch (kind) {
    case 'bad_key':
      return 'Invalid API key - please check your credentials'
    case 'limited':
      return `Rate limit exceeded - try again in ${Math.ceil((retryAfterMs ?? 0) / 1_000)} s`
    case 'refused':
    case 'unavailable':
      return message.replace(/^fathom: /, '')
  }
}
