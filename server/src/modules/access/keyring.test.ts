import { expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { Limiter } from '../../platform/limits/limiter.ts'
import { Keyring } from './keyring.ts'
import type { KeyRow } from './verify-queries.ts'

const row: KeyRow = {
  workspace_id: 'workspace',
  id: 'key',
  user_id: 'user',
  scopes: ['read', 'write'],
  tier: 'standard',
  rate_limit: null,
  allowed_addresses: null,
  revoked: false,
  expires_at_ms: null,
  role: 'rep',
}

/** A keyring whose reads of the database are answered one by one, when the test says so. */
function startKeyring() {
  let ms = 0
  const reads: ((rows: KeyRow[]) => void)[] = []
  const read = () => new Promise<KeyRow[]>((resolve) => reads.push(resolve))
  const context = { db: { read }, now: () => new Date(ms) } as unknown as Context
  const keyring = new Keyring(context, new Limiter())
  const answer = (rows: KeyRow[]) => reads.shift()?.(rows)
  return { keyring, reads, answer, pass: (passedMs: number) => (ms += passedMs) }
}

test('callers with one key share one read, and the next ones need none', async () => {
  const { keyring, reads, answer } = startKeyring()
  const both = Promise.all([keyring.find('secret'), keyring.find('secret')])
  expect(reads).toHaveLength(1)
  answer([row])
  const [first, second] = await both
  expect(first).toBe(second)
  expect(keyring.recall('secret', 4_999)).toBe(first)
  expect(keyring.recall('secret', 5_000)).toBeUndefined()
})

test.each([
  ['revoked', (keyring: Keyring) => keyring.forget('key')],
  ["its user's role changed", (keyring: Keyring) => keyring.forgetUser('workspace', 'user')],
])(
  'a read that began before the key was %s is neither remembered nor shared',
  async (_, change) => {
    const { keyring, reads, answer } = startKeyring()
    const before = keyring.find('secret')
    change(keyring)
    const after = keyring.find('secret')
    expect(reads).toHaveLength(2)
    answer([row])
    await before
    expect(keyring.recall('secret', 1)).toBeUndefined()
    answer([{ ...row, revoked: true }])
    expect(await after).toMatchObject({ revoked: true })
  },
)

test('a key that is being changed is read each time, for as long as a transaction may take', async () => {
  const { keyring, answer } = startKeyring()
  keyring.forget('key')
  const found = keyring.find('secret')
  answer([row])
  await found
  expect(keyring.recall('secret', 1)).toBeUndefined()
})

test('no more than ten thousand keys are remembered', async () => {
  const { keyring, answer } = startKeyring()
  for (let number = 0; number <= 10_000; number++) {
    const found = keyring.find(`secret ${number}`)
    answer([{ ...row, id: `key ${number}` }])
    await found
  }
  expect(keyring.recall('secret 0', 1)).toBeUndefined()
  expect(keyring.recall('secret 1', 1)).toBeDefined()
})

test('no key stays in memory when its seconds are over', async () => {
  const { keyring, answer, pass } = startKeyring()
  for (const key of ['first', 'second']) {
    const found = keyring.find(key)
    answer([row])
    await found
    pass(3_000)
  }
  keyring.sweep()
  // Asked as of an earlier moment, at which only a key that is still held could be recalled.
  expect(keyring.recall('first', 0)).toBeUndefined()
  expect(keyring.recall('second', 0)).toBeDefined()
})
