import { type AgentExport, type ExportedFile, NewAgent, Workflow } from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import { refusalOf } from '../../platform/validate.ts'
import { createAgent, getAgent, updateAgent } from './agents.ts'
import { bodyInFile, bodyOf, flowIn } from './file-rules.ts'
import type { Agent } from './reply-rules.ts'
import type { Caller } from './rights.ts'

export async function exportAgent(caller: Caller, id: string): Promise<AgentExport> {
  const { definition } = await getAgent(caller, id)
  return {
    format: 'parley.voice-agent',
    formatVersion: 1,
    exportedAt: caller.context.now().toISOString(),
    projectId: caller.principal.workspaceId,
    agent: bodyOf(definition),
  }
}

export async function importAgent(caller: Caller, file: ExportedFile): Promise<Agent> {
  const body = NewAgent.safeParse(bodyInFile(file, caller.principal.workspaceId))
  if (!body.success) throw refusalOf(body.error)
  return createAgent(caller, body.data, { language: 'en' })
}

/** The whole flow is replaced, whatever the file leaves out. */
export async function importFlow(caller: Caller, id: string, file: ExportedFile): Promise<Agent> {
  const flow = flowIn(file)
  if (!flow) throw invalid('workflow', 'The file has no flow: neither nodes nor a workflow.')
  const parsed = Workflow.safeParse(flow)
  if (!parsed.success) throw refusalOf(parsed.error)
  return updateAgent(caller, id, { workflow: parsed.data, type: 'Flow Agent' })
}
