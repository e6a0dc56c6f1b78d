import { readFile } from 'node:fs/promises'
import { CallSettings, flowFaultCodes } from '@parley/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { systemVariables } from '../src/modules/flows/index.ts'

const page = await readFile(new URL('../../docs/agents.md', import.meta.url), 'utf8')

type Setting = {
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
  readonly anyOf?: readonly { readonly enum?: readonly string[] }[]
}

function rangeOf({ minimum, maximum, enum: values }: Setting): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  return minimum === undefined ? '' : `${minimum} to ${maximum}`
}

test('docs/agents.md tells default and range of every call setting', () => {
  const usual: Record<string, unknown> = CallSettings.parse({})
  const schema = z.toJSONSchema(z.object(CallSettings.shape), {
    io: 'input',
    unrepresentable: 'any',
  })
  const settings = Object.entries(schema.properties ?? {}).map(([name, setting]) => {
    const { openapi, ...own } = setting as Setting & { openapi?: Setting }
    const known = { ...own, ...openapi }
    return [name, `\`${JSON.stringify(usual[name])}\``, rangeOf(known)]
  })
  const rows = [
    ...page.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]*) ?\| (`[^`]+`) \| ?([^|]*?) ?\|$/gm),
  ]
  expect(rows.map(([, name, , , usual, range]) => [name, usual, range])).toEqual(settings)
})

test('docs/agents.md names every system variable and every fault of a flow', () => {
  const now = new Date()
  const variables = systemVariables({
    now,
    timeZone: 'UTC',
    callId: '',
    callType: '',
    direction: '',
    callStartedAt: now,
  })
  const names = [...Object.keys(variables), ...flowFaultCodes]
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
