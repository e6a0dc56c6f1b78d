import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from './built-dashboard.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
/** Of JavaScript, compressed, before the first screen is there. */
const firstLoadBytes = 200_000
const buildTakesAtMostMs = 300_000

type Chunk = { file: string; imports?: string[]; isEntry?: boolean }
let chunks: Record<string, Chunk> = {}

beforeAll(async () => {
  await ensureBuilt()
  chunks = JSON.parse(readFileSync(`${dist}manifest.json`, 'utf8')) as Record<string, Chunk>
}, buildTakesAtMostMs)

/** A chunk and all that it needs at once. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = chunks[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const needed of chunk.imports ?? []) filesOf(needed, seen)
  return seen
}

function compressedBytes(files: Iterable<string>): number {
  let sum = 0
  for (const file of files) sum += gzipSync(readFileSync(dist + file)).length
  return sum
}

const entry = () => Object.keys(chunks).find((name) => chunks[name]?.isEntry) ?? ''

test.each([
  'src/features/sign-in/sign-in.tsx',
  'src/features/home/home.tsx',
  'src/features/contacts/contacts.tsx',
  'src/features/head-of-sales/head-of-sales.tsx',
  'src/features/conversations/conversation.tsx',
])('the first load with the screen %s is within its budget', (screen) => {
  expect(chunks[screen]).toBeDefined()
  const files = new Set([...filesOf(entry()), ...filesOf(screen)])
  expect(compressedBytes(files)).toBeLessThan(firstLoadBytes)
})

test('what is heavy comes only when it is needed', () => {
  const first = compressedBytes(filesOf(entry()))
  for (const heavy of [
    'trend-chart',
    'waveform',
    'record-form',
    'palette',
    'flows/canvas',
    'flows/arrange',
  ]) {
    const name = Object.keys(chunks).find((key) => key.includes(heavy)) ?? heavy
    const file = chunks[name]?.file ?? ''
    expect(file, `${heavy} is a chunk of its own`).not.toBe('')
    expect(filesOf(entry()).has(file)).toBe(false)
  }
  expect(first).toBeLessThan(firstLoadBytes)
})
