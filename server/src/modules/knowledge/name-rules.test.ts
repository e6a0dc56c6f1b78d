import { expect, test } from 'vitest'
import {
  extensionOf,
  fileNameOfUrl,
  nameOfFile,
  nameOfText,
  nameOfUrl,
  plainUrl,
} from './name-rules.ts'

test.each([
  ['Our prices', 'Our prices'],
  ['  Our\n prices ', 'Our prices'],
  ['x'.repeat(61), `${'x'.repeat(60)}…`],
])('a text %j is called %j', (text, name) => {
  expect(nameOfText(text)).toBe(name)
})

test.each([
  ['Price list.pdf', 'Price list'],
  ['.pdf', '.pdf'],
  ['v1.2 of it.docx', 'v1.2 of it'],
  ['', 'File'],
  ['a\0b.txt', 'a b'],
])('a file %j is called %j', (fileName, name) => {
  expect(nameOfFile(fileName)).toBe(name)
})

test.each([
  ['https://example.com/', 'example.com'],
  ['https://example.com/help/returns?x=1', 'example.com/help/returns'],
])('a page %s is called %s', (url, name) => {
  expect(nameOfUrl(url)).toBe(name)
})

test.each([
  ['https://example.com/a/Price%20list.pdf?x=1', 'Price list.pdf'],
  ['https://example.com/', null],
  ['https://example.com/%E0%A4%A', '%E0%A4%A'],
])('the file at %s is called %j', (url, name) => {
  expect(fileNameOfUrl(url)).toBe(name)
})

test.each([
  ['a.PDF', 'pdf'],
  ['a.htm', 'html'],
  ['a.docx', 'docx'],
  ['a.exe', null],
  [null, null],
])('the kind of %j is %j', (fileName, kind) => {
  expect(extensionOf(fileName)).toBe(kind)
})

test('one page has one address, whatever stands behind its #', () => {
  expect(plainUrl('https://Example.com/a#b')).toBe('https://example.com/a')
})
