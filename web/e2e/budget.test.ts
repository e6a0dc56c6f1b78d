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

/** Screens, and the words that come with them, as the routes name both. */
const routeFiles = ['routes', 'voice-routes', 'analysis-routes']
const screens = routeFiles.flatMap((name) => {
  const source = readFileSync(fileURLToPath(new URL(`../src/${name}.tsx`, import.meta.url)), 'utf8')
  return [
    ...source.matchAll(/(?:withWords\('(\w+)', )?\(\) => import\('\.\/(features\/[^']+)'\)/g),
  ].map(([, words, screen]) => ({ screen: `src/${screen}`, words }))
})
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  agents: ['agents', 'agent-calls', 'live-calls'],
}

test('every screen has a budget', () => {
  expect(screens.length).toBeGreaterThan(35)
})

test.each(screens)('the first load with $screen is within its budget', ({ screen, words = '' }) => {
  expect(chunks[screen]).toBeDefined()
  const catalogues = words === '' ? [] : (wordsOf[words] ?? [words])
  const names = [entry(), screen, ...catalogues.map((name) => `src/i18n/en/${name}.ts`)]
  expect(names.filter((name) => !chunks[name])).toEqual([])
  const files = new Set(names.flatMap((name) => [...filesOf(name)]))
  expect(compressedBytes(files)).toBeLessThan(firstLoadBytes)
})

test('what is heavy comes only when it is needed', () => {
  const first = compressedBytes(filesOf(entry()))
  for (const heavy of [
    'waveform',
    'record-form',
    'palette',
    'flows/canvas',
    'flows/arrange',
    'ui/code-editor',
    'ui/json-parts',
  ]) {
    const name = Object.keys(chunks).find((key) => key.includes(heavy)) ?? heavy
    const file = chunks[name]?.file ?? ''
    expect(file, `${heavy} is a chunk of its own`).not.toBe('')
    expect(filesOf(entry()).has(file)).toBe(false)
  }
  expect(first).toBeLessThan(firstLoadBytes)
})
