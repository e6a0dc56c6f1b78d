import { officeNumber } from './calls.ts'

/** What the agent is for, and what it is to find out. */
export const renewalAgent = {
  name: 'Renewal calls of Parley Demo',
  type: 'Flow Agent',
  description:
    'Calls customers before their plan renews, and hands over to a colleague when asked.',
  conversation: {
    preamble:
      'You call customers of Parley, a platform for sales conversations, before their plan renews. Be brief and friendly, never press anybody, and answer only from the knowledge base.',
  },
  callSettings: { userInactivityTimeout: 20, maxCallDuration: 300 },
  outcome: 'Whether the plan is renewed, and what else the customer wishes.',
  outcomeResponseShape: {
    type: 'object',
    properties: {
      renews: { type: 'boolean', description: 'whether the plan is renewed' },
      wishes: { type: 'string', description: 'what else they asked for' },
      do_not_call: { type: 'boolean', description: 'whether they want no more calls' },
    },
    required: ['renews'],
  },
} as const

/** Where the nodes stand in the diagram. */
const columnX = 310
const rowY = 220
const at = (column: number, row: number) => ({ x: column * columnX, y: row * rowY })

const when = (id: string, targetNodeId: string, prompt: string) => ({
  id,
  targetNodeId,
  condition: { type: 'natural_language', prompt },
})

const whenEqual = (id: string, targetNodeId: string, value: string) => ({
  id,
  targetNodeId,
  condition: {
    type: 'structured_equation',
    logic: 'all',
    conditions: [{ variable: 'answer', operator: 'equals', value }],
  },
})

const otherwise = (id: string, targetNodeId: string) => ({
  id,
  targetNodeId,
  condition: { type: 'always' },
})

/** The node that the tool for booking demos is bound to. */
export const toolNode = 'book'

/** From the greeting to the end, with a way out at every moment. */
export const renewalFlow = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      label: 'Greeting',
      isStart: true,
      messageType: 'static',
      message:
        'Hello {{name}}, this is the assistant of Parley. Your {{plan}} plan renews on {{renews_on}}. Do you have a minute?',
      position: at(0, 1),
      transitions: [
        when('has-time', 'ask', 'They have a moment to talk.'),
        when('no-time', 'later', 'They have no time now, or ask to be called another day.'),
      ],
    },
    {
      id: 'ask',
      type: 'conversation',
      label: 'Is all well?',
      messageType: 'prompt',
      message:
        'Ask whether the team is content and wants to go on with the {{plan}} plan. Answer questions from the knowledge base in one sentence.',
      extractVariables: {
        enabled: true,
        variables: [
          {
            name: 'answer',
            type: 'string',
            extractionPrompt: 'yes, no, or unsure: whether they renew the plan.',
          },
        ],
      },
      position: at(1, 0.5),
      transitions: [when('said', 'sort', 'They have said whether they want to go on.')],
    },
    {
      id: 'sort',
      type: 'router',
      label: 'What did they say?',
      position: at(2, 0.5),
      transitions: [
        whenEqual('renews', 'note', 'yes'),
        whenEqual('is-unsure', toolNode, 'unsure'),
        otherwise('leaves', 'colleague'),
      ],
    },
    {
      id: 'note',
      type: 'set_local_variables',
      label: 'Note the renewal',
      staticVariables: [{ name: 'renews', value: 'true' }],
      position: at(3, 0),
      transitions: [otherwise('noted', 'thanks')],
    },
    {
      id: toolNode,
      type: 'tool',
      label: 'Book a demo of what is new',
      message: 'One moment, I am looking for a time.',
      onErrorBehavior: 'retry',
      position: at(3, 1),
      transitions: [otherwise('booked', 'thanks')],
    },
    {
      id: 'colleague',
      type: 'transfer_call',
      label: 'To the account team',
      message: 'I am putting you through to a colleague.',
      phoneNumber: officeNumber,
      transferType: 'warm',
      position: at(3, 2),
    },
    {
      id: 'later',
      type: 'conversation',
      label: 'Another day',
      messageType: 'static',
      message: 'Of course. Which day suits you better?',
      position: at(1, 2),
      transitions: [{ id: 'day', targetNodeId: 'bye', condition: { type: 'after_user_reply' } }],
    },
    {
      id: 'thanks',
      type: 'end_call',
      label: 'Thank you',
      message: 'Wonderful, all is set. Thank you, {{name}}, and have a good day!',
      position: at(4, 0.5),
    },
    {
      id: 'bye',
      type: 'end_call',
      label: 'Until then',
      message: 'Noted. Talk to you then!',
      position: at(2, 2),
    },
    {
      id: 'no-more',
      type: 'end_call',
      label: 'No more calls',
      message: 'Understood, we will not call you again. Goodbye.',
      isGlobal: true,
      globalConditionType: 'prompt',
      globalCondition: 'They ask not to be called again.',
      position: at(1, 3),
    },
  ],
  edges: [],
} as const
