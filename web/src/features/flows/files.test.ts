import { expect, test } from 'vitest'
import { readFlowFile } from './files.ts'

const workflow = { nodes: [{ id: 'start', type: 'start' }], edges: [] }
const fileOf = (content: unknown) => new Blob([JSON.stringify(content)])

test.each([
  ['a flow alone', workflow],
  ['an agent as it was exported', { format: 'parley.voice-agent', agent: { workflow } }],
  ['an agent as the API answers it', { success: true, data: { name: 'Ada', workflow } }],
])('%s is read', async (_, content) => {
  expect((await readFlowFile(fileOf(content), []))?.nodes).toMatchObject([{ id: 'start' }])
})

test.each([
  ['something else', { name: 'Ada' }],
  ['a flow without nodes', { nodes: [], edges: [] }],
  ['null', null],
])('%s is no flow', async (_, content) => {
  expect(await readFlowFile(fileOf(content), [])).toBeUndefined()
})

test('what is not JSON is no flow', async () => {
  expect(await readFlowFile(new Blob(['nodes:']), [])).toBeUndefined()
})
