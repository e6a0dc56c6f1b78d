import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, queryText } from '../fields.ts'
import { pageOf, resultOf, VoicePageQuery } from '../voice-api/index.ts'
import {
  Campaign,
  CampaignChanges,
  CampaignInFull,
  campaignStatuses,
  CreatedCampaign,
  NewCampaign,
  Progress,
} from './campaign.ts'
import { recipientStatuses } from './outcomes.ts'
import {
  Recipient,
  RecipientImport,
  RecipientInFull,
  recipientLimits,
  RecipientMapping,
  RowProblem,
  SentRecipient,
} from './recipients.ts'

const path = '/v1/voice-agents/campaigns'
const params = z.object({ id })
const common = {
  tag: 'Campaigns',
  access: 'key',
  resource: 'campaigns',
  envelope: 'voice',
  pace: 'standard',
} as const
const notFound = ['CAMPAIGN_NOT_FOUND'] as const
const change = { ...common, method: 'POST', scope: 'write', params } as const
const changed = { reply: resultOf(Campaign), errors: [...notFound, 'CONFLICT'] } as const

const oneOrMore = <const Values extends readonly string[]>(values: Values) =>
  z
    .preprocess(
      (value) =>
        (Array.isArray(value) ? value : [value]).flatMap((one) =>
          String(one).toUpperCase().split(','),
        ),
      z.array(z.enum(values as unknown as [string, ...string[]])).max(values.length),
    )
    .optional()
    .meta({ openapi: { type: 'string', examples: [values[0]] } })

export const ListCampaigns = VoicePageQuery.extend({
  search: queryText.optional().describe('Part of the name.'),
  status: oneOrMore(campaignStatuses).describe('One, or several with commas between.'),
  voiceAgentId: z.uuid('must be a UUID.').optional(),
})
export type ListCampaigns = z.output<typeof ListCampaigns>

export const ListRecipients = VoicePageQuery.extend({
  search: queryText.optional().describe('Part of the name or of the number.'),
  status: oneOrMore(recipientStatuses).describe('One, or several with commas between.'),
  cursor: z
    .uuid('must be a UUID.')
    .optional()
    .describe('The last id of the page before; quicker than `skip`.'),
})
export type ListRecipients = z.output<typeof ListRecipients>

export const AddRecipients = z.looseObject({
  recipients: z.array(SentRecipient).max(recipientLimits.byRequest).optional(),
  csv: z
    .string()
    .max(recipientLimits.bodyBytes)
    .optional()
    .describe('The text of a CSV file, its first line naming the columns.'),
  mapping: RecipientMapping.optional(),
})
export type AddRecipients = z.output<typeof AddRecipients>

export const campaignEndpoints = {
  list: endpoint({
    ...common,
    id: 'listCampaigns',
    method: 'GET',
    path,
    summary: 'List campaigns, newest first',
    scope: 'read',
    query: ListCampaigns,
    reply: pageOf('campaigns', Campaign),
  }),
  create: endpoint({
    ...common,
    id: 'createCampaign',
    method: 'POST',
    path,
    summary: 'Create a campaign',
    description:
      'Calls everybody once it is their time: now, at a date, or when it is resumed. Recipients that cannot be called are told in `import` and left out; the campaign is refused when none is left.',
    scope: 'write',
    body: NewCampaign,
    maxBodyBytes: recipientLimits.bodyBytes,
    reply: resultOf(CreatedCampaign),
    errors: ['AGENT_NOT_FOUND', 'PHONE_NUMBER_NOT_FOUND'],
  }),
  get: endpoint({
    ...common,
    id: 'getCampaign',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Get a campaign with its recipients by status',
    scope: 'read',
    params,
    reply: resultOf(CampaignInFull),
    errors: notFound,
  }),
  update: endpoint({
    ...common,
    id: 'updateCampaign',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a campaign',
    description:
      'Holds for calls from the next one on. Of one that has ended only the name changes.',
    scope: 'write',
    params,
    body: CampaignChanges,
    ...changed,
  }),
  delete: endpoint({
    ...common,
    id: 'deleteCampaign',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a campaign with its recipients',
    description: 'Only one that is not running. Its calls stay among the conversations.',
    scope: 'delete',
    params,
    reply: resultOf(z.object({ id: z.uuid(), deleted: z.literal(true) })),
    errors: [...notFound, 'CONFLICT'],
  }),
  pause: endpoint({
    ...change,
    id: 'pauseCampaign',
    path: `${path}/:id/pause`,
    summary: 'Begin no further calls',
    description: 'Calls under way go on. Pausing twice is the same as once.',
    ...changed,
  }),
  resume: endpoint({
    ...change,
    id: 'resumeCampaign',
    path: `${path}/:id/resume`,
    summary: 'Start, or go on',
    description:
      'Also starts a campaign that waits for its date or for this. One that was paused before its date waits for it again.',
    ...changed,
  }),
  cancel: endpoint({
    ...change,
    id: 'cancelCampaign',
    path: `${path}/:id/cancel`,
    summary: 'End a campaign',
    description:
      'Nobody else is called; calls that still ring are hung up, and those that were answered go on.',
    ...changed,
  }),
  retry: endpoint({
    ...change,
    id: 'retryCampaign',
    path: `${path}/:id/retry`,
    summary: 'Call those again who were not reached',
    description:
      'Everybody whose status is FAILED waits for a call again, except numbers that are invalid or blocked us. Their attempts are counted anew. A second time, nobody is left.',
    ...changed,
  }),
  progress: endpoint({
    ...common,
    id: 'getCampaignProgress',
    method: 'GET',
    path: `${path}/:id/progress`,
    summary: 'How far a campaign has come',
    description: 'Exact and cheap, however many recipients there are.',
    scope: 'read',
    params,
    reply: resultOf(Progress),
    errors: notFound,
  }),
  recipients: endpoint({
    ...common,
    id: 'listRecipients',
    method: 'GET',
    path: `${path}/:id/recipients`,
    summary: 'List recipients',
    scope: 'read',
    params,
    query: ListRecipients,
    reply: pageOf('recipients', Recipient),
    errors: notFound,
  }),
  recipient: endpoint({
    ...common,
    id: 'getRecipient',
    method: 'GET',
    path: `${path}/:id/recipients/:recipientId`,
    summary: 'Get a recipient with every call to them',
    scope: 'read',
    params: z.object({ id, recipientId: id }),
    reply: resultOf(RecipientInFull),
    errors: [...notFound, 'RECIPIENT_NOT_FOUND'],
  }),
  addRecipients: endpoint({
    ...common,
    id: 'addRecipients',
    method: 'POST',
    path: `${path}/:id/recipients`,
    summary: 'Add recipients, as JSON or CSV',
    description: `At most ${recipientLimits.byRequest} rows; who is in the campaign already is left as is.`,
    scope: 'write',
    params,
    body: AddRecipients,
    maxBodyBytes: recipientLimits.bodyBytes,
    reply: resultOf(RecipientImport),
    errors: [...notFound, 'CONFLICT'],
  }),
  uploadRecipients: endpoint({
    ...common,
    id: 'uploadRecipients',
    method: 'POST',
    path: `${path}/:id/recipients/upload`,
    summary: 'Upload recipients as a CSV file',
    description: `Send the file as multipart/form-data in the field \`file\`, after \`mapping\` if there is one; at most ${recipientLimits.byUpload} rows. It is read as it arrives, and the answer comes when all rows are kept.`,
    scope: 'write',
    params,
    body: z.looseObject({ csv: z.string().max(500_000).describe('A small file as text.') }),
    form: z.object({
      mapping: z.string().max(5_000).optional().describe('The mapping as JSON.'),
    }),
    reply: resultOf(RecipientImport),
    errors: [...notFound, 'CONFLICT'],
  }),
  getImport: endpoint({
    ...common,
    id: 'getRecipientImport',
    method: 'GET',
    path: `${path}/:id/imports/:importId`,
    summary: 'What came of an upload, with every row that was rejected',
    scope: 'read',
    params: z.object({ id, importId: id }),
    query: VoicePageQuery.pick({ take: true, skip: true }),
    reply: resultOf(
      z.object({
        import: RecipientImport.omit({ problems: true }),
        total: z.int(),
        problems: z.array(RowProblem),
      }),
    ),
    errors: notFound,
  }),
}
