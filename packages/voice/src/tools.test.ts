import { expect, test } from 'vitest'
import { describeTools, runTool } from './tools.ts'

const add = {
  function_name: 'add',
  parameters: [
    { name: 'b', type: 'number' },
    { name: 'a', type: 'number' },
  ],
  required: ['a'],
  fn: (b: number, a: number) => `${b}-${a}`,
}

test('a tool gets its values in the order it declared them', async () => {
  expect(await runTool([add], 'add', { a: 1, b: 2 })).toBe('2-1')
  expect(JSON.stringify(describeTools([add]))).toContain('"properties":{"b"')
})

test('a tool that is not there, or that throws, is told as a failure', async () => {
  await expect(runTool([], 'add', {})).rejects.toThrow('no tool add')
  const broken = { ...add, fn: () => Promise.reject(new Error('no network')) }
  await expect(runTool([broken], 'add', {})).rejects.toThrow('no network')
})
