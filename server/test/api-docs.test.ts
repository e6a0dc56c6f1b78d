import { readFileSync } from 'node:fs'
import {
  errorMeaning,
  errorStatus,
  hourlyLimit,
  maxBatchRows,
  maxLimit,
  permissionActions,
} from '@parley/contract'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')

/** Cells of the rows of the table under a heading. */
function tableUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.slice(2, -2).split(' | '))
}

test('docs/api.md lists every code with its status and meaning', () => {
  const codes = Object.keys(errorStatus) as (keyof typeof errorStatus)[]
  expect(tableUnder('Codes')).toEqual(
    codes.map((code) => [`\`${code}\``, String(errorStatus[code]), errorMeaning[code]]),
  )
})

test('docs/api.md lists every permission and tier', () => {
  expect(tableUnder('Keys and permissions').map(([name]) => name)).toEqual(
    permissionActions.map((name) => `\`${name}\``),
  )
  expect(tableUnder('Limits')).toEqual(
    Object.entries(hourlyLimit).map(([tier, limit]) => [tier, limit.toLocaleString('en')]),
  )
})

test('docs/api.md names the limits that the contract has', () => {
  expect(page).toContain(`1 to ${maxLimit.toLocaleString('en')}`)
  expect(page).toContain(`up to ${maxBatchRows.toLocaleString('en')} records`)
})
