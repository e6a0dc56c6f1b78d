import { expect, test } from 'vitest'
import { countWords, cutIntoChunks } from './chunk-rules.ts'

const section = (text: string, heading: string | null = null, page: number | null = null) => ({
  text,
  heading,
  page,
})
const sentence = (index: number) => `This is the sentence with the number ${index} of this text. `
const long = Array.from({ length: 60 }, (_, index) => sentence(index)).join('')

test('a short text is one passage', () => {
  expect(cutIntoChunks([section(' Hello there. ', 'Greeting', 2)])).toEqual([
    { text: 'Hello there.', heading: 'Greeting', page: 2, offset: 1 },
  ])
})

test('a long text is cut at the ends of sentences, and nothing of it is lost', () => {
  const chunks = cutIntoChunks([section(long)])
  expect(chunks.length).toBeGreaterThan(3)
  for (const { text } of chunks) {
    expect(text.length).toBeLessThanOrEqual(1_000)
    expect(text).toMatch(/^This is .*text\.$/)
  }
  for (let index = 0; index < 60; index += 1) {
    expect(chunks.some(({ text }) => text.includes(sentence(index).trim()))).toBe(true)
  }
})

test('every passage stands where its offset says', () => {
  const sections = [section(long, 'One'), section(`${long}\n\n${'x'.repeat(5_000)}`, 'Two')]
  const all = sections.map(({ text }) => text).join('\n\n')
  for (const { text, offset } of cutIntoChunks(sections)) {
    expect(all.slice(offset, offset + text.length)).toBe(text)
  }
})

test('a passage begins with the last sentence of the one before', () => {
  const [first, second] = cutIntoChunks([section(long)])
  const last = /[^.]+\.$/.exec(first?.text ?? '')?.[0].trim()
  expect(second?.text.startsWith(last ?? '-')).toBe(true)
})

test('headings are never crossed', () => {
  const chunks = cutIntoChunks([section('A.', 'One'), section('B.', 'Two')])
  expect(chunks.map(({ text, heading }) => [text, heading])).toEqual([
    ['A.', 'One'],
    ['B.', 'Two'],
  ])
})

test('text without sentences or spaces is cut all the same, and characters stay whole', () => {
  const chunks = cutIntoChunks([section('🙂'.repeat(3_001))])
  expect(chunks.map(({ text }) => text).join('')).toBe('🙂'.repeat(3_001))
  for (const { text } of chunks) {
    expect(text.isWellFormed()).toBe(true)
    expect(text.length).toBeLessThanOrEqual(1_001)
  }
})

test('Arabic sentences end with Arabic marks', () => {
  const text = 'هل يمكن إرجاع البضائع؟ نعم خلال ثلاثين يوما. '.repeat(40)
  const chunks = cutIntoChunks([section(text)])
  expect(chunks.length).toBeGreaterThan(1)
  for (const chunk of chunks) expect(chunk.text).toMatch(/[؟.]$/)
})

test('five million characters are cut in a moment', () => {
  const startedAt = performance.now()
  const chunks = cutIntoChunks([section(long.repeat(1_300))])
  expect(chunks.length).toBeGreaterThan(5_000)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test.each([
  ['', 0],
  ['one', 1],
  [' one  two\nthree ', 3],
])('words of %j', (text, count) => {
  expect(countWords([section(text)])).toBe(count)
})
