import type { Workflow } from '@parley/contract'

/** What a Flow Agent begins with when nobody has drawn a flow yet: it greets, and then talks. */
export function firstWorkflow(greeting: string): Workflow {
  return {
    nodes: [
      {
        id: 'start',
        type: 'start',
        subType: 'conversation',
        label: 'Start',
        message: greeting,
        messageType: 'static',
        isStart: true,
        position: { x: 0, y: 0 },
        transitions: [],
      },
    ],
    edges: [],
    customVariables: [],
  }
}
