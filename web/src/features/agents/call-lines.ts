export type Line = {
  readonly id: string
  /** A whisper is a colleague’s, which the agent alone is told. */
  readonly role: 'user' | 'agent' | 'whisper'
  readonly text: string
  /** False while it is still being heard. */
  readonly isFinal: boolean
  /** From the caller's last sound, or writing, to the agent's answer. */
  readonly latencyMs?: number
}

/** What was said in a call, with how long each answer took. */
export type Talk = {
  readonly lines: readonly Line[]
  /** Measured of an answer whose words are not here yet. */
  readonly waitingMs?: number | undefined
  /** When something was written that is not answered yet. */
  readonly askedAt?: number | undefined
}

export const nothingSaid: Talk = { lines: [] }

type Said = Pick<Line, 'role' | 'text' | 'isFinal'>

/** A line that is still being heard is replaced by what is heard next. */
export function withSaid(talk: Talk, { role, text, isFinal }: Said): Talk {
  const { lines, waitingMs, askedAt } = talk
  const last = lines.at(-1)
  const isSame = last !== undefined && last.role === role && !last.isFinal
  const line: Line = {
    id: isSame ? last.id : `line ${lines.length}`,
    role,
    text,
    isFinal,
    ...(role === 'agent' && waitingMs !== undefined && { latencyMs: waitingMs }),
  }
  const all = isSame ? [...lines.slice(0, -1), line] : [...lines, line]
  return role === 'agent' ? { lines: all } : { lines: all, waitingMs, askedAt }
}

/** Somebody wrote; the server tells the words back. Times are of a clock that only goes forward. */
export function withWritten(talk: Talk, now: number): Talk {
  return { ...talk, askedAt: now }
}

/** The agent begins to answer what was written. */
export function withAnswering(talk: Talk, now: number): Talk {
  const { askedAt, ...rest } = talk
  return askedAt === undefined ? talk : { ...rest, waitingMs: Math.round(now - askedAt) }
}

/** How long the caller waited for the agent's first sound: belongs to its last line, or to the one that comes next. */
export function withMeasured(talk: Talk, latencyMs: number): Talk {
  const last = talk.lines.at(-1)
  if (last?.role !== 'agent' || last.latencyMs !== undefined) {
    return { ...talk, waitingMs: latencyMs }
  }
  return { ...talk, lines: [...talk.lines.slice(0, -1), { ...last, latencyMs }] }
}
