import { z } from 'zod'
import { id, queryFlag, shownId, shownMoment, text } from '../fields.ts'
import { VoicePageQuery } from '../voice-api/index.ts'

export const knowledgeTypes = ['TEXT', 'FILE', 'URL'] as const
export const knowledgeStatuses = ['PROCESSING', 'PROCESSED', 'FAILED'] as const
/** Bytes that the knowledge of a workspace may take, by tier. */
export const knowledgeQuota = {
  free: 1 * 1024 ** 2,
  starter: 5 * 1024 ** 2,
  creator: 10 * 1024 ** 2,
  pro: 50 * 1024 ** 2,
  business: 100 * 1024 ** 2,
  enterprise: 300 * 1024 ** 2,
} as const
export type KnowledgeTier = keyof typeof knowledgeQuota
export const knowledgeTiers = Object.keys(knowledgeQuota) as [KnowledgeTier, ...KnowledgeTier[]]

export const knowledgeLimits = {
  minTextCharacters: 50,
  maxTextCharacters: 5_000,
  urlsPerItem: 100,
  itemsPerRequest: 100,
  /** Of one file, within the quota. */
  maxFileBytes: 50 * 1024 ** 2,
} as const

export const knowledgeFailures = [
  'empty',
  'corrupt',
  'encrypted',
  'unsupported',
  'no_text',
  'too_large',
  'too_complex',
  'quota_exceeded',
  'unreachable',
  'forbidden_address',
  'rejected_by_host',
  'too_many_redirects',
  'forbidden_by_robots',
  'storage_full',
  'file_missing',
  'internal',
] as const

const failureCode = z.enum(knowledgeFailures).nullable().describe('Why it failed, for programs.')
const failureReason = z.string().nullable().describe('Why it failed, a sentence for people.')

export const KnowledgePage = z
  .object({
    url: z.string(),
    status: z.enum(knowledgeStatuses),
    failureCode,
    failureReason,
    title: z.string().nullable(),
    wordsNumber: z.int(),
    fetchedAt: shownMoment.nullable().describe('When it was last read successfully.'),
  })
  .meta({ id: 'KnowledgePage' })
export type KnowledgePage = z.infer<typeof KnowledgePage>

export const KnowledgeItem = z
  .object({
    id: shownId,
    userId: shownId.nullable().describe('Who added it; null when they are gone.'),
    projectId: shownId.describe('The workspace.'),
    itemName: z.string(),
    fileSize: z.string().describe('What it takes of the quota, for people, such as 2.5MB.'),
    sizeBytes: z.int().describe('The same in bytes.'),
    type: z.enum(knowledgeTypes),
    status: z.enum(knowledgeStatuses),
    failureCode,
    failureReason,
    content: z.string().nullable().describe('The text of an item of type TEXT.'),
    itemUrl: z.string().nullable().describe('Where a file came from, or the first address.'),
    itemUrls: z.array(z.string()).describe('The addresses of an item of type URL.'),
    urls: z.array(KnowledgePage).describe('The same addresses, and what became of each.'),
    wordsNumber: z.int(),
    extension: z.string().nullable().describe('Kind of a file: pdf, docx, doc, epub, html or txt.'),
    chunks: z.int().describe('Passages that a search can find.'),
    searchableBy: z
      .enum(['nothing', 'full_text', 'hybrid'])
      .describe('`hybrid`: by words and by meaning. `full_text`: by words alone.'),
    createdAt: shownMoment,
    updatedAt: shownMoment,
    processedAt: shownMoment.nullable(),
    isActive: z
      .boolean()
      .describe('Whether the agent that was asked about, or any agent, looks things up in it.'),
    used: z.boolean().describe('Whether any agent looks things up in it.'),
  })
  .meta({ id: 'KnowledgeItem' })
export type KnowledgeItem = z.infer<typeof KnowledgeItem>

/** Of people: one line, for lists. */
const itemName = text(250)

/** An address that something can be fetched from. */
const address = text(2048)
  .refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), 'must be a web address.')
  .meta({ openapi: { type: 'string', format: 'uri', maxLength: 2048 } })

const addresses = z
  .array(address, 'must be a list of web addresses.')
  .max(knowledgeLimits.urlsPerItem, `must list at most ${knowledgeLimits.urlsPerItem} addresses.`)

const content = text(knowledgeLimits.maxTextCharacters).min(
  knowledgeLimits.minTextCharacters,
  `must be at least ${knowledgeLimits.minTextCharacters} characters.`,
)

const type = z
  .string('must be TEXT, FILE or URL.')
  .transform((value) => value.trim().toUpperCase())
  .pipe(z.enum(knowledgeTypes, 'must be TEXT, FILE or URL.'))
  .meta({ openapi: { type: 'string', enum: [...knowledgeTypes] } })

const none = z.union([z.literal(''), z.null()]).transform(() => undefined)

export const NewKnowledgeItem = z
  .looseObject({
    type,
    itemName: itemName.optional().describe('Unless given: of the file, the address, or its text.'),
    content: z.union([content, none]).optional().describe('Of TEXT: 50 to 5,000 characters.'),
    itemUrl: z
      .union([address, none])
      .optional()
      .describe('Of FILE: where to fetch it. Of URL: the page, or the first one.'),
    itemUrls: z.union([addresses, none]).optional().describe('Of URL: the pages, at most 100.'),
  })
  .superRefine((item, issues) => {
    const missing = missingOf(item)
    if (missing) issues.addIssue({ code: 'custom', path: [missing], message: 'is required.' })
  })
  .meta({ id: 'NewKnowledgeItem' })
export type NewKnowledgeItem = z.infer<typeof NewKnowledgeItem>

function missingOf(item: {
  type: (typeof knowledgeTypes)[number]
  content?: string | undefined
  itemUrl?: string | undefined
  itemUrls?: readonly string[] | undefined
}): string | undefined {
  if (item.type === 'TEXT') return item.content === undefined ? 'content' : undefined
  if (item.itemUrl !== undefined) return undefined
  if (item.type === 'FILE') return 'itemUrl'
  return item.itemUrls?.length ? undefined : 'itemUrls'
}

export const NewKnowledgeItems = z
  .looseObject({
    items: z
      .array(NewKnowledgeItem, 'must be a list of items.')
      .min(1, 'must have at least one item.')
      .max(
        knowledgeLimits.itemsPerRequest,
        `must have at most ${knowledgeLimits.itemsPerRequest} items.`,
      ),
  })
  .meta({ id: 'NewKnowledgeItems' })

/** What comes beside a file in a form. */
export const KnowledgeForm = z.looseObject({
  itemName: itemName.optional().describe('Unless given: the name of the file.'),
  type: z.literal('FILE', 'must be FILE for a file.').optional(),
})

export const KnowledgeItemChanges = z
  .looseObject({
    itemName: itemName.optional(),
    content: content.optional().describe('Of an item of type TEXT; it is processed anew.'),
  })
  .meta({ id: 'KnowledgeItemChanges' })
export type KnowledgeItemChanges = z.infer<typeof KnowledgeItemChanges>

export const KnowledgeUrl = z.looseObject({ url: address }).meta({ id: 'KnowledgeUrl' })

export const KnowledgeRefresh = z
  .looseObject({ url: address.optional().describe('Read this address again, and no other.') })
  .meta({ id: 'KnowledgeRefresh' })

export const KnowledgeActivation = z
  .looseObject({
    voiceAgentId: id,
    knowledgeBaseItemId: id,
    isActive: z.boolean('must be true or false.').default(true),
  })
  .meta({ id: 'KnowledgeActivation' })

export const KnowledgeListQuery = VoicePageQuery.extend({
  voiceAgentId: id.optional().describe('`isActive` is then about this agent.'),
  isActive: queryFlag.optional().describe('Only those that are, or are not, active.'),
  used: queryFlag.optional().describe('Only those that some agent, or none, looks things up in.'),
  type: z.enum(knowledgeTypes, 'must be TEXT, FILE or URL.').optional(),
  status: z.enum(knowledgeStatuses, 'must be PROCESSING, PROCESSED or FAILED.').optional(),
})
export type KnowledgeListQuery = z.infer<typeof KnowledgeListQuery>

export const KnowledgeUsage = z
  .object({
    tier: z.enum(knowledgeTiers),
    usedBytes: z.int(),
    limitBytes: z.int(),
    items: z.int(),
    urlsPerItem: z.int().describe('Addresses that an item can have.'),
  })
  .meta({ id: 'KnowledgeUsage' })
