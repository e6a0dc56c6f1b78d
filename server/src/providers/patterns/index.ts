import { RE2JS } from 're2js'

/** Steps of the compiled pattern; the time of a search grows with them. Counted repetition makes many. */
const maxProgramSize = 500

/** Where something was found: first character, and the one after the last. */
type Place = { readonly start: number; readonly end: number }

/** A regular expression that is searched for in time linear in the text. */
export type Pattern = { find(text: string): Place | undefined }

export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/** In the syntax of RE2, whatever the case. Throws a PatternError that says what is wrong. */
export function compilePattern(source: string): Pattern {
  const compiled = compile(source)
  if (compiled.programSize() > maxProgramSize) {
    throw new PatternError('is too large: repeat less, or split it.')
  }
  return {
    find(text) {
      const matcher = compiled.matcher(text)
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined
    },
  }
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new PatternError(`is no pattern of RE2: ${reason}`, { cause: error })
  }
}
