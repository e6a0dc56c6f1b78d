import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { writeExcel } from './excel.ts'

/** The XML of the only sheet, with shared texts beside it. */
function open(file: Buffer): string {
  const files = unzipSync(file)
  return Object.entries(files)
    .filter(([name]) => /sharedStrings|worksheets\/sheet/.test(name))
    .map(([, bytes]) => strFromU8(bytes))
    .join('\n')
}

const columns = [
  { title: 'Who', width: 20 },
  { title: 'When', width: 20 },
  { title: 'How much', width: 10 },
]

test('texts, dates and numbers stand in the cells of an Excel file', async () => {
  const when = new Date('2026-03-02T09:00:00.000Z')
  const file = await writeExcel({ name: 'Calls', columns, rows: [['Ada & Bob', when, 12.5]] })
  expect(file.subarray(0, 2).toString()).toBe('PK')
  const xml = open(file)
  expect(xml).toContain('Who')
  expect(xml).toContain('Ada &amp; Bob')
  expect(xml).toContain('<v>12.5</v>')
  // Days since 1900, as Excel counts them.
  expect(xml).toContain('<v>46083.375</v>')
})

test('a text that begins like a formula stays a text', async () => {
  const file = await writeExcel({ name: 'Calls', columns, rows: [['=1+1', null, 1]] })
  expect(open(file)).not.toContain('<f>')
  expect(open(file)).toContain('=1+1')
})

test('what no XML can hold is left out, and what Excel cannot read is cut', async () => {
  const long = 'x'.repeat(40_000)
  const rows = [
    ['a\0b\u{b}c\ud800d', null, 1],
    [long, null, 2],
  ]
  const xml = open(await writeExcel({ name: 'Calls', columns, rows }))
  expect(xml).toContain('abcd')
  expect(xml).not.toContain('x'.repeat(32_768))
})

test('a file that nobody waits for any more is not written', async () => {
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(writeExcel({ name: 'Calls', columns, rows: [] }, stopped)).rejects.toThrow('stopped')
})
