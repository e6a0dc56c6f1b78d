import { NewAgent, NewWebTool } from '@parley/contract'
import { agentServices } from '../agent-services.ts'
import type { Context } from '../context.ts'
import { createApiKey } from '../modules/access/index.ts'
import { createAgent } from '../modules/agents/index.ts'
import { addItems } from '../modules/knowledge/index.ts'
import { createWebTool } from '../modules/tools/index.ts'
import { actingFor } from '../platform/access.ts'
import { agentKnowledge } from './agent-texts.ts'
import { hasHadAgent } from './queries.ts'
import { renewalAgent, renewalFlow, toolNode } from './renewal-agent.ts'

type Owner = { readonly workspaceId: string; readonly userId: string }

/** The agents of the demo: who answers calls, and who makes those of the campaign. */
export type DemoAgents = { readonly receptionId: string; readonly renewalsId: string }

const demoMinutes = 30

/**
 * A voice agent that answers from four texts and books demos as meetings of the CRM, and one with a flow
 * that calls customers before their plan renews; unless the workspace has or had an agent: then undefined.
 */
export async function ensureAgents(
  context: Context,
  owner: Owner,
): Promise<DemoAgents | undefined> {
  if (await hasHadAgent(context.db, owner.workspaceId)) return undefined
  const principal = actingFor(owner.workspaceId, owner.userId)
  const items = await addItems(context, principal, agentKnowledge)
  const tool = await createWebTool({ context, principal }, await bookingTool(context, owner))
  const caller = { context, principal, services: agentServices(context) }
  const knows = { knowledgeBaseItemsIds: items.map(({ id }) => id) }
  const booking = { toolId: tool.id, toolType: 'FUNCTION' }
  const make = async (body: object) =>
    (await createAgent(caller, NewAgent.parse({ ...body, ...knows }), { language: 'en' })).id
  const tools = [{ ...booking, nodeId: toolNode }]
  const renewalsId = await make({ ...renewalAgent, workflow: renewalFlow, tools })
  // The newest agent is whom the example page calls.
  return { receptionId: await make({ ...demoAgent, tools: [booking] }), renewalsId }
}

const demoAgent = {
  name: 'Reception of Parley Demo',
  description: 'Answers questions about the plans and books demos.',
  conversation: {
    greetingMessage:
      'Hello, this is the demo agent of Parley. You can ask me about plans, support and security, or book a demo.',
    greetingMessageType: 'STATIC',
    preamble:
      'You are the friendly receptionist of Parley, a platform for sales conversations that companies run on their own servers. Answer in one or two short sentences, and only from the knowledge base. When somebody wants a demo, ask for their name and for a day and time, then book it.',
    pokeMessages: ['Are you still there?'],
  },
  callSettings: { smartCallEnd: true, userInactivityTimeout: 30, maxCallDuration: 600 },
  outcome: 'Who called, and when their demo takes place if they booked one.',
  outcomeResponseShape: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'name' },
      starts_at: { type: 'string', description: 'day and time of the demo' },
    },
    required: ['name'],
  },
} as const

/** It asks this server, with a key that may do nothing else. */
async function bookingTool(context: Context, owner: Owner): Promise<NewWebTool> {
  const { key } = await context.db.transaction((tx) =>
    createApiKey(tx, context, {
      ...owner,
      name: 'Demo voice agent',
      scopes: ['meetings:write'],
      tier: 'enterprise',
    }),
  )
  return NewWebTool.parse({
    type: 'FUNCTION',
    name: 'book_demo',
    description:
      'Books a demo of half an hour. Needs the name of the caller, and the day and time.',
    params: {
      type: 'object',
      properties: {
        name: { type: 'string', description: 'name' },
        starts_at: {
          type: 'string',
          description: 'preferred day and time',
          pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$`,
          examples: ['2026-03-05T14:30'],
        },
      },
      required: ['name', 'starts_at'],
    },
    messages: [{ type: 'REQUEST_START', content: 'One moment, I am booking it.' }],
    toolSettings: {
      serverUrl: '/functions/v1/api-v1-meetings',
      methodType: 'POST',
      authToken: key,
      body: {
        title: 'Demo with {{name}}',
        meeting_start: '{{starts_at}}:00Z',
        duration_minutes: demoMinutes,
        attendees: [{ name: '{{name}}', is_external: true }],
      },
      extract: { message: '$.data.title' },
      idempotencyHeader: 'Idempotency-Key',
    },
  })
}
