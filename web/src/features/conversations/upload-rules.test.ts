import { expect, test } from 'vitest'
import { megabytesOf, partBytesOf, titleOf } from './upload-rules.ts'

test.each([
  [0, 262_144],
  [10_000_000, 262_144],
  [104_857_600, 2_097_152],
  [2_147_483_648, 8_388_608],
])('%i bytes are sent in parts of %i', (bytes, part) => {
  expect(partBytesOf(bytes)).toBe(part)
})

test.each([
  ['Quote review.wav', 'Quote review'],
  ['2026.03.02 – Größe.final.mp3', '2026.03.02 – Größe.final'],
  ['مكالمة.m4a', 'مكالمة'],
  ['no ending', 'no ending'],
  ['Version 2. Not a file ending', 'Version 2. Not a file ending'],
])('of the file %s the title is %s', (name, title) => {
  expect(titleOf(name)).toBe(title)
})

test.each([
  [0, 0.1, 1],
  [5_767_168, 5.5, 1],
  [104_857_600, 100, 0],
])('%i bytes are shown as %f MB with %i digits', (bytes, count, digits) => {
  expect(megabytesOf(bytes)).toEqual({ count, digits })
})
