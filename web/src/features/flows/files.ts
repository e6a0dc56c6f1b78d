import type { Draft } from './draft-rules.ts'
import { readDraft, toWorkflow } from './draft-rules.ts'

/** Offers a flow as a file that can be imported here and elsewhere. */
export function downloadFlow(draft: Draft, agentName: string): void {
  const text = JSON.stringify(toWorkflow(draft), null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${agentName.replace(/[^\p{L}\p{N}]+/gu, '-') || 'flow'}.json`
  link.click()
  URL.revokeObjectURL(url)
}

/** The flow in a file: alone, or of an agent as it is exported or answered. Undefined: there is none. */
export async function readFlowFile(file: Blob, bindings: unknown): Promise<Draft | undefined> {
  let content: unknown
  try {
    content = JSON.parse(await file.text())
  } catch {
    return undefined
  }
  const workflow = flowIn(content, 0)
  if (workflow === undefined) return undefined
  const draft = readDraft(workflow, bindings)
  return draft.nodes.length > 0 ? draft : undefined
}

const wrappings = ['workflow', 'agent', 'data'] as const

function flowIn(content: unknown, depth: number): unknown {
  if (typeof content !== 'object' || content === null || depth > wrappings.length) return undefined
  if ('nodes' in content && Array.isArray(content.nodes)) return content
  for (const name of wrappings) {
    const found = flowIn((content as Record<string, unknown>)[name], depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
