import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/** One request as a client sends it, and what it reads of the answer. */
export type Step = {
  readonly send: readonly [method: string, path: string, body?: unknown]
  /** Of the whole body; what it does not name may be there as well. */
  readonly answers: object
  /** 200 unless said. */
  readonly status?: number
  /** Remembers a value of `data` under a name: `<name>` stands for it in later steps. */
  readonly keeps?: readonly [name: string, path: string]
  /** What has to happen before it is sent. */
  readonly after?: () => Promise<unknown>
}

type Kept = Record<string, string>

/**
 * Takes the steps in order; each must answer as it says. `known` are values from elsewhere. Answers what it
 * knows in the end.
 */
export async function walk(app: TestApp, steps: readonly Step[], known: Kept = {}): Promise<Kept> {
  const kept = { ...known }
  for (const { send, answers, status = 200, keeps, after } of steps) {
    await after?.()
    const [method, path, body] = filled(send, kept)
    const headers = { authorization: `Token ${app.owner.apiKey}` }
    const reply = await app.call(method, path, { key: null, headers, body })
    const title = `${method} ${path}: ${JSON.stringify(reply.body).slice(0, 2_000)}`
    expect(reply.status, title).toBe(status)
    expect(reply.body, title).toMatchObject(filled(answers, kept))
    if (keeps) kept[keeps[0]] = valueAt(reply.body.data, keeps[1])
  }
  return kept
}

/** The same with what is known put in; matchers stay what they are. */
function filled<T>(value: T, kept: Kept): T {
  if (typeof value === 'string') {
    return value.replaceAll(/<(\w+)>/g, (mark, name: string) => kept[name] ?? mark) as T
  }
  if (Array.isArray(value)) return value.map((one: unknown) => filled(one, kept)) as T
  if (typeof value !== 'object' || value === null || 'asymmetricMatch' in value) return value
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    filled<unknown>(one, kept),
  ])
  return Object.fromEntries(entries) as T
}

function valueAt(data: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], data)
  if (typeof found !== 'string') throw new Error(`There is no text at ${path}.`)
  return found
}
