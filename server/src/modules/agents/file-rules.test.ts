import { expect, test } from 'vitest'
import { bodyInFile } from './file-rules.ts'

const agent = {
  id: 'a',
  name: 'Theirs',
  tools: [{ toolId: 't' }],
  knowledgeBaseItemsIds: ['k'],
  voiceDictionaryIds: ['d'],
  phoneNumber: { id: 'p' },
  conversation: { preamble: 'P' },
  createdAt: 'then',
}
const ids = {
  tools: agent.tools,
  knowledgeBaseItemsIds: ['k'],
  voiceDictionaryIds: ['d'],
}
const rest = { name: 'Theirs', conversation: { preamble: 'P' } }
const flow = { nodes: [], edges: [] }

test.each([
  ['of this workspace keeps its ids', { projectId: 'ours', agent }, { ...rest, ...ids }],
  ['of another workspace loses them', { projectId: 'theirs', agent }, rest],
  [
    'of a reply says its workspace itself',
    { data: { ...agent, projectId: 'ours' } },
    { ...rest, ...ids },
  ],
  ['without an envelope is an agent too', { ...agent }, rest],
  ['can be given another name', { agent, name: 'Mine' }, { ...rest, name: 'Mine' }],
  [
    'can be a flow alone',
    { name: 'F', ...flow },
    { name: 'F', ...flow, workflow: { name: 'F', ...flow } },
  ],
])('a file %s', (_, file, body) => {
  expect(bodyInFile(file, 'ours')).toEqual(body)
})
