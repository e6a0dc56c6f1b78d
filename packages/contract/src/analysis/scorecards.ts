import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { flag, id, optionalText, queryFlag, shownId, shownMoment, text } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { Deleted } from '../resource.ts'
import {
  ConversationKind,
  NewCriterion,
  NewStage,
  outcomeRules,
  ScorecardContent,
  scorecardLimits,
  TalkType,
  talkTypes,
} from './scorecard-fields.ts'

const path = '/functions/v1/scorecards'
const params = z.object({ id })
const common = { tag: 'Scorecards', access: 'key', resource: 'scorecards' } as const

export const Scorecard = ScorecardContent.extend({
  id: shownId,
  name: z.string(),
  description: z.string().nullable(),
  built_in: z
    .string()
    .nullable()
    .describe('Name of the built-in scorecard; null for those of the workspace.'),
  copied_from: shownId.nullable(),
  version: z.int().min(1).describe('The newest; every change of the content makes a new one.'),
  default_for: z.array(ConversationKind).describe('Kinds of conversation evaluated with it.'),
  archived: z.boolean(),
  created_at: shownMoment,
  updated_at: shownMoment,
}).meta({ id: 'Scorecard' })
export type Scorecard = z.infer<typeof Scorecard>

export const ScorecardVersion = ScorecardContent.extend({
  scorecard_id: shownId,
  version: z.int().min(1),
  name: z.string(),
  description: z.string().nullable(),
  created_by: shownId.nullable().describe('Null for a version that came with Parley.'),
  created_at: shownMoment,
}).meta({ id: 'ScorecardVersion' })
export type ScorecardVersion = z.infer<typeof ScorecardVersion>

const content = {
  description: optionalText(1_000),
  stages: z
    .array(NewStage)
    .max(scorecardLimits.stages, 'must list at most 30 stages.')
    .optional()
    .describe('Parts of a talk that get a note and a share of the time. Default: none.'),
  language: z.enum(['en', 'fr'], 'must be en, fr or null.').nullish(),
  outcome_rule: z
    .enum(outcomeRules, `must be one of ${outcomeRules.join(', ')}.`)
    .optional()
    .describe('Default evidence.'),
  scored_talk_types: z
    .array(TalkType)
    .max(talkTypes.length, 'must list each once.')
    .optional()
    .describe('Talks of other types get no score. Default: all are scored.'),
  guidance: optionalText(4_000),
}

const criteria = z
  .array(NewCriterion, 'must be a list.')
  .max(scorecardLimits.criteria, 'must list at most 50 criteria.')

export const NewScorecard = z
  .object({
    name: text(200),
    copy_of: id.optional().describe('A scorecard whose content is taken where none is given.'),
    criteria: criteria
      .optional()
      .describe('Without any, and without stages, nothing can be evaluated with it yet.'),
    ...content,
  })
  .meta({ id: 'NewScorecard' })
export type NewScorecard = z.infer<typeof NewScorecard>

export const ScorecardChanges = z
  .object({
    name: text(200).optional(),
    criteria: criteria.optional().describe('All of them: those left out are gone.'),
    ...content,
    archived: flag.optional(),
  })
  .meta({ id: 'ScorecardChanges' })
export type ScorecardChanges = z.infer<typeof ScorecardChanges>

export const ScorecardDefault = z
  .object({
    conversation_kind: ConversationKind,
    scorecard_id: id,
  })
  .meta({ id: 'ScorecardDefault' })
export type ScorecardDefault = z.infer<typeof ScorecardDefault>

const whoMayChange = 'Changed by owners, admins and managers.'

export const scorecardEndpoints = {
  list: endpoint({
    ...common,
    id: 'listScorecards',
    method: 'GET',
    path,
    summary: 'List scorecards',
    description: 'Those that came with Parley first, then those of the workspace, by name.',
    scope: 'read',
    query: z.object({
      archived: queryFlag.optional().describe('true: only archived ones. Default: only others.'),
    }),
    reply: dataOf(z.array(Scorecard)),
  }),
  create: endpoint({
    ...common,
    id: 'createScorecard',
    method: 'POST',
    path,
    summary: 'Add a scorecard, or copy one',
    description: whoMayChange,
    scope: 'write',
    body: NewScorecard,
    reply: dataOf(Scorecard),
    status: 201,
    errors: ['DUPLICATE_NAME', 'SCORECARD_NOT_FOUND', 'CONFLICT'],
  }),
  get: endpoint({
    ...common,
    id: 'getScorecard',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Get a scorecard',
    scope: 'read',
    params,
    reply: dataOf(Scorecard),
    errors: ['SCORECARD_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateScorecard',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a scorecard',
    description: `${whoMayChange} A change of name or content makes a new version; evaluations keep the one they were made with. A built-in scorecard can only be archived: copy it to change it.`,
    scope: 'write',
    params,
    body: ScorecardChanges,
    reply: dataOf(Scorecard),
    errors: ['SCORECARD_NOT_FOUND', 'DUPLICATE_NAME', 'CONFLICT'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteScorecard',
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Archive a scorecard',
    description: `${whoMayChange} Its versions stay readable, and \`{"archived": false}\` brings it back. One that is a default is refused.`,
    scope: 'delete',
    params,
    reply: dataOf(Deleted),
    errors: ['SCORECARD_NOT_FOUND', 'CONFLICT'],
  }),
  versions: endpoint({
    ...common,
    id: 'listScorecardVersions',
    method: 'GET',
    path: `${path}/:id/versions`,
    summary: 'Versions of a scorecard, newest first',
    scope: 'read',
    params,
    query: pageQuery,
    reply: listOf(ScorecardVersion),
    errors: ['SCORECARD_NOT_FOUND'],
  }),
  setDefault: endpoint({
    ...common,
    id: 'setDefaultScorecard',
    method: 'PUT',
    path: `${path}/defaults`,
    summary: 'Choose the scorecard for a kind of conversation',
    description: whoMayChange,
    scope: 'write',
    body: ScorecardDefault,
    reply: dataOf(Scorecard),
    errors: ['SCORECARD_NOT_FOUND', 'CONFLICT'],
  }),
} as const
