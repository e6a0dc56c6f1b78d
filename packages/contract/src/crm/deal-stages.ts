import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'
import { id, shownId, shownMoment, text } from '../fields.ts'
import { Deleted } from '../resource.ts'

const outcomes = ['open', 'won', 'lost'] as const

export const DealStage = z
  .object({
    id: shownId,
    key: z.string().describe('What deals answer as `stage` and filters take.'),
    name: z.string(),
    color: z.string().describe('#rrggbb'),
    order: z.int().describe('Position in the pipeline, from 1.'),
    probability: z.int().describe('Percent that a deal gets when it enters the stage.'),
    outcome: z.enum(outcomes).describe('won and lost end a deal.'),
    is_final: z.boolean(),
    aliases: z.array(z.string()).describe('Former and foreign names that still lead here.'),
    created_at: shownMoment,
    updated_at: shownMoment,
  })
  .meta({ id: 'DealStage' })
export type DealStage = z.infer<typeof DealStage>

const percent = z
  .int('must be a whole number of percent.')
  .min(0, 'must be from 0 to 100.')
  .max(100, 'must be from 0 to 100.')

export const NewDealStage = z
  .object({
    name: text(100),
    color: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'must be a color such as #3b82f6.')
      .optional(),
    order: z.int().min(1).max(1000).optional().describe('Default: last.'),
    probability: percent.optional().describe('Default 50; 100 when won, 0 when lost.'),
    outcome: z.enum(outcomes, `must be one of ${outcomes.join(', ')}.`).optional(),
    aliases: z.array(text(100)).max(50, 'must list at most 50 names.').optional(),
  })
  .meta({ id: 'NewDealStage' })
export type NewDealStage = z.infer<typeof NewDealStage>

const path = '/functions/v1/api-v1-deal-stages'
const common = { tag: 'Deals', access: 'key', resource: 'deals' } as const
const params = z.object({ id })

/** The pipeline: data of the workspace, changed by its admins. */
export const dealStageEndpoints = {
  listDealStages: endpoint({
    ...common,
    id: 'listDealStages',
    method: 'GET',
    path,
    summary: 'List the stages of the pipeline, in order',
    scope: 'read',
    reply: dataOf(z.array(DealStage)),
  }),
  createDealStage: endpoint({
    ...common,
    id: 'createDealStage',
    method: 'POST',
    path,
    summary: 'Add a stage',
    scope: 'admin',
    body: NewDealStage,
    reply: dataOf(DealStage),
    status: 201,
    errors: ['DUPLICATE_NAME'],
  }),
  updateDealStage: endpoint({
    ...common,
    id: 'updateDealStage',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a stage, or move it',
    description:
      'A renamed stage keeps its former name as an alias. Its outcome can change only while no deal is in it.',
    scope: 'admin',
    params,
    body: NewDealStage.partial().meta({ id: 'DealStageChanges' }),
    reply: dataOf(DealStage),
    errors: ['DEAL_STAGE_NOT_FOUND', 'DUPLICATE_NAME', 'HAS_ASSOCIATIONS'],
  }),
  deleteDealStage: endpoint({
    ...common,
    id: 'deleteDealStage',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a stage without deals',
    description: 'The last open stage cannot be deleted. The history of deals keeps its name.',
    scope: 'admin',
    params,
    reply: dataOf(Deleted),
    errors: ['DEAL_STAGE_NOT_FOUND', 'HAS_ASSOCIATIONS'],
  }),
} as const
