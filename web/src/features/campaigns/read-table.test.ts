import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'

const read = (text: string) => readTable(text, (number) => `Column ${number}`)

test('a file with names of columns is read, whatever divides them', () => {
  const wanted = { headers: ['Name', 'Phone'], rows: [['Ada', '+442079460001']], hasHeader: true }
  expect(read('Name,Phone\nAda,+442079460001\n')).toMatchObject(wanted)
  expect(read('\uFEFFName;Phone\r\nAda;+442079460001\r\n')).toMatchObject(wanted)
  expect(read('Name\tPhone\nAda\t+442079460001')).toMatchObject(wanted)
})

test('quoted cells keep commas, line ends and quotes', () => {
  const { rows } = read('Phone,Note\n+442079460001,"says ""hi"",\nand more"\n')
  expect(rows).toEqual([['+442079460001', 'says "hi",\nand more']])
})

test('numbers that are pasted one by one need no names of columns', () => {
  expect(read('+44 20 7946 0001\n020 7946 0002\n\n')).toMatchObject({
    headers: ['Column 1'],
    rows: [['+44 20 7946 0001'], ['020 7946 0002']],
    hasHeader: false,
  })
})

test('nothing is a table without rows', () => {
  expect(read('')).toMatchObject({ rows: [], hasHeader: false })
})
