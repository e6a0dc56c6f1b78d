import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { id } from '../fields.ts'
import { pageQuery } from '../list-query.ts'
import { AnalysisSettings, AnalysisSettingsChange } from './analysis-settings.ts'
import {
  BulkEvaluation,
  BulkEvaluationRequest,
  BulkEvaluationStarted,
  maxBulkEvaluations,
} from './bulk-evaluations.ts'
import {
  Evaluation,
  EvaluationCorrections,
  EvaluationEffect,
  EvaluationRequest,
  EvaluationSummary,
  UndoEffects,
} from './evaluations.ts'

const common = { tag: 'Evaluations', access: 'key', resource: 'conversations' } as const
const ofConversation = '/functions/v1/api-v1-conversations/:id'
const path = '/functions/v1/evaluations'
const bulkPath = '/functions/v1/bulk-evaluations'
const settingsPath = '/functions/v1/settings/analysis'
const params = z.object({ id })
const byLeaders = 'By owners, admins and managers.'

export const evaluationEndpoints = {
  list: endpoint({
    ...common,
    id: 'listEvaluations',
    method: 'GET',
    path: `${ofConversation}/evaluations`,
    summary: 'Evaluations of a conversation, newest first',
    scope: 'read',
    params,
    query: pageQuery,
    reply: listOf(EvaluationSummary),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  request: endpoint({
    ...common,
    id: 'requestEvaluation',
    method: 'POST',
    path: `${ofConversation}/evaluations`,
    summary: 'Evaluate a conversation anew',
    description: 'With the default scorecard of its kind, or another one. Former ones are kept.',
    scope: 'write',
    params,
    body: EvaluationRequest,
    reply: dataOf(EvaluationSummary),
    status: 202,
    errors: ['CONVERSATION_NOT_FOUND', 'SCORECARD_NOT_FOUND', 'CONFLICT'],
  }),
  undoEffects: endpoint({
    ...common,
    id: 'undoEvaluationEffects',
    method: 'POST',
    path: `${ofConversation}/effects/undo`,
    summary: 'Take back what evaluations changed in the CRM',
    description:
      'Deletes the activity and the task that were made, and gives the deal its former last_contact_date unless somebody changed it since. What was taken back is not made again.',
    scope: 'write',
    params,
    body: UndoEffects,
    reply: dataOf(z.array(EvaluationEffect)),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  get: endpoint({
    ...common,
    id: 'getEvaluation',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'An evaluation with its content, corrections and effects',
    scope: 'read',
    params,
    reply: dataOf(Evaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  correct: endpoint({
    ...common,
    id: 'correctEvaluation',
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Correct an evaluation',
    description: `${byLeaders} The correction wins, is logged, and what was made stays in original_content.`,
    scope: 'write',
    params,
    body: EvaluationCorrections,
    reply: dataOf(Evaluation),
    errors: ['EVALUATION_NOT_FOUND', 'CONFLICT'],
  }),
  cancel: endpoint({
    ...common,
    id: 'cancelEvaluation',
    method: 'POST',
    path: `${path}/:id/cancel`,
    summary: 'Cancel an evaluation that is not over',
    scope: 'write',
    params,
    reply: dataOf(EvaluationSummary),
    errors: ['EVALUATION_NOT_FOUND', 'CONFLICT'],
  }),
  startBulk: endpoint({
    ...common,
    id: 'startBulkEvaluation',
    method: 'POST',
    path: bulkPath,
    summary: 'Evaluate many conversations',
    description: `${byLeaders} At most ${maxBulkEvaluations.toLocaleString('en')} conversations at a time; more are refused. Single requests go before them.`,
    scope: 'write',
    body: BulkEvaluationRequest,
    reply: dataOf(BulkEvaluationStarted),
    status: 202,
    errors: ['SCORECARD_NOT_FOUND', 'MEMBER_NOT_FOUND', 'CONFLICT'],
  }),
  getBulk: endpoint({
    ...common,
    id: 'getBulkEvaluation',
    method: 'GET',
    path: `${bulkPath}/:id`,
    summary: 'How far a bulk evaluation has come',
    scope: 'read',
    params,
    reply: dataOf(BulkEvaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  cancelBulk: endpoint({
    ...common,
    id: 'cancelBulkEvaluation',
    method: 'POST',
    path: `${bulkPath}/:id/cancel`,
    summary: 'Cancel what is left of a bulk evaluation',
    description: 'What is evaluated already stays. Cancelling again changes nothing.',
    scope: 'write',
    params,
    reply: dataOf(BulkEvaluation),
    errors: ['EVALUATION_NOT_FOUND'],
  }),
  getSettings: endpoint({
    tag: 'Evaluations',
    access: 'key',
    id: 'getAnalysisSettings',
    method: 'GET',
    path: settingsPath,
    summary: 'When conversations are evaluated, and what follows in the CRM',
    scope: 'read',
    reply: dataOf(AnalysisSettings),
  }),
  updateSettings: endpoint({
    tag: 'Evaluations',
    access: 'key',
    id: 'updateAnalysisSettings',
    method: 'PATCH',
    path: settingsPath,
    summary: 'Change when conversations are evaluated, and what follows',
    description: byLeaders,
    scope: 'write',
    body: AnalysisSettingsChange,
    reply: dataOf(AnalysisSettings),
  }),
} as const
