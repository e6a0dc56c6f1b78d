/** A request that was sent, and how it went. */
export type Sent = {
  readonly id: string
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly at: string
}

const storedAs = 'parley.api-testing'
const keptAtMost = 50

export function listSent(): readonly Sent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storedAs) ?? '[]')
    return Array.isArray(found) ? (found as Sent[]) : []
  } catch {
    return []
  }
}

export function keepSent(sent: Sent): readonly Sent[] {
  const all = [sent, ...listSent()].slice(0, keptAtMost)
  localStorage.setItem(storedAs, JSON.stringify(all))
  return all
}

export function forgetSent(): readonly Sent[] {
  localStorage.removeItem(storedAs)
  return []
}
