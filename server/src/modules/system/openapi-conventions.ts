// The parts of the OpenAPI document that hold for the whole API.

export const introduction = `Everything a program or the dashboard does with Parley goes through this API.

Successful replies are \`{data, error: null}\`, lists also have \`count\` and \`pagination\`.
Refusals are \`{data: null, error, code, details}\`: \`error\` is a sentence for people, \`code\` a
stable name for programs. The voice API below \`/v1\` and \`/v2\` has an envelope of its own,
\`{success, message, messageKey, data}\`. Every reply carries \`X-Request-Id\`; quote it when reporting a problem.`

/** Name of each header and of its component. */
export const rateHeaders = [
  ['X-RateLimit-Limit', 'RateLimitLimit'],
  ['X-RateLimit-Remaining', 'RateLimitRemaining'],
  ['X-RateLimit-Reset', 'RateLimitReset'],
  ['RateLimit', 'RateLimit'],
  ['RateLimit-Policy', 'RateLimitPolicy'],
] as const

const text = { type: 'string' }
const wholeNumber = { type: 'integer' }

export const headers = {
  RequestId: { description: 'Names this request in our logs.', schema: text },
  RateLimitLimit: {
    description: 'Requests in an hour; in a minute below /v1 and /v2.',
    schema: wholeNumber,
  },
  RateLimitRemaining: { description: 'Requests that are left.', schema: wholeNumber },
  RateLimitReset: {
    description: 'Unix seconds when all are available again.',
    schema: wholeNumber,
  },
  RateLimit: {
    description: 'What is left (r) and in how many seconds all is available again (t).',
    schema: text,
    example: '"default";r=999;t=4',
  },
  RateLimitPolicy: {
    description: 'Requests (q) in a window of so many seconds (w).',
    schema: text,
    example: '"hourly";q=1000;w=3600',
  },
  RetryAfter: { description: 'Seconds to wait before the next attempt.', schema: wholeNumber },
}

export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Any text of at most 255 characters that is new for each intent, such as a UUID. For 24 hours, repeats with the same key and body are answered as the first was, and carried out once.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

export const securitySchemes = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'An API key, `sk_…`.',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The same key as `Authorization: Bearer sk_…`; `Token` works too.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'parley.session_token',
    description: 'The session of somebody who signed in through the dashboard.',
  },
}

export const tagDescriptions: Readonly<Record<string, string>> = {
  Contacts: 'People you talk to.',
  Companies: 'Organisations that contacts work for and deals are made with.',
  Deals: 'Sales opportunities on their way through the pipeline.',
  Tasks: 'Things to do, with a due date and an assignee.',
  Meetings: 'Meetings with their attendees, action items and metrics.',
  Fathom: 'Meetings recorded by Fathom: the connection, imports, and doors for automations.',
  Calls: 'Phone calls, taken in from dialers or entered.',
  Recordings: 'Audio and video of conversations, from their arrival to their transcript.',
  Transcripts: 'What was said in conversations, who said it, and when.',
  Reports: 'Figures of a team and of its reps, from days that are summed up beforehand.',
  Evaluations:
    'What is said of conversations, by a model, by rules, or by people who correct them.',
  Scorecards: 'What conversations are evaluated by, in versions.',
  Metrics: 'What is measured of conversations, and what it is held against.',
  Conversations: 'Conversations of all kinds with what is known of them; comments and clips.',
  Signals: 'What was found in conversations, and trackers of what a workspace looks for.',
  'Saved views': 'Filters, sort and columns of the tables of the dashboard, by name.',
  Campaigns: 'Calling many people with a voice agent: recipients, pace, retries, progress.',
  'Calling rules':
    'When and whom the workspace calls by itself, numbers nobody may call, and consent.',
  Webhooks: 'Events sent to addresses of yours, the log of it, and the feed to catch up from.',
  'Voice agents': 'Agents that talk by themselves: what they say, in versions, and their flows.',
  'Calls of agents': 'Calls that voice agents held: what was said, what came of them, and the log.',
  'Live calls': 'Talking to a voice agent now: beginning, listening in, whispering, handing over.',
  'Realtime speech': 'Speech to text and text to speech while somebody waits.',
  'Analytics of agents': 'Figures and files of the calls of voice agents.',
  'Web tools': 'Servers and MCP servers that voice agents call while they talk.',
  'Phone numbers': 'Numbers that voice agents call from and answer, and their carriers.',
  'Knowledge base': 'Texts, files and web pages that voice agents look things up in.',
  Jobs: 'Transcription, speech and content that take longer than a request.',
  Voices: 'Who can speak, and what was said.',
  'Voice dictionaries': 'How words are pronounced.',
  Projects: 'Workspaces as clients of the voice API know them, with what was done in them.',
  Activities: 'What was done: calls, e-mails, demos and the like.',
  Pipeline: 'The stages deals go through.',
  Integrations: 'What the server works with, and tests that say what failed.',
  Operations: 'The whole server, for those who run it: health, queues, storage, backup.',
  Workspace: 'The workspace a call acts in, and who is calling.',
  Members: 'The people of the workspace and their roles.',
  Invitations: 'People who were asked to join.',
  'API keys': 'Keys for programs: create, rotate, revoke, and see what they are used for.',
  System: 'Whether the server is well.',
}
