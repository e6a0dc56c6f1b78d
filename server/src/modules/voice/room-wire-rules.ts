/** What SDKs 0.4 to 0.6 of Hamsa's voice agents say and expect around their rooms. */

const prefix = 'parley-'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function roomOf(callId: string): string {
  return `${prefix}${callId}`
}

/** Undefined: it is no room of ours. */
export function callOfRoom(room: string): string | undefined {
  const callId = room.slice(prefix.length).toLowerCase()
  return room.startsWith(prefix) && uuid.test(callId) ? callId : undefined
}

/** The SDKs take whoever has "agent" in the name for the agent, and everybody else for the caller. */
export function identitiesIn(callId: string): { readonly host: string; readonly guest: string } {
  return { host: `agent-${callId}`, guest: `caller-${callId}` }
}

/**
 * What a tool of the page answered: its JSON, or the text where it is none. Throws what the page says
 * went wrong, which is the only field then.
 */
export function answerOf(text: string): unknown {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only?.[0] === 'error' && typeof only[1] === 'string') {
    throw new Error(only[1])
  }
  return value
}

function parsed(text: string): unknown {
  // A function that answers nothing.
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
