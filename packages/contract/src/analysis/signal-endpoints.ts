import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf, listOf } from '../envelope.ts'
import { id, queryText, requiredMoment } from '../fields.ts'
import { countQuery, pageQuery } from '../list-query.ts'
import { Deleted } from '../resource.ts'
import {
  FoundSignal,
  NewSignal,
  NewSignalTracker,
  SignalTracker,
  SignalTrackerChanges,
  signalStatuses,
  TrackerTest,
  TrackerTestResult,
} from './signals.ts'

const path = '/functions/v1/signals'
const trackerPath = '/functions/v1/signal-trackers'
const params = z.object({ id })
const common = { tag: 'Signals', access: 'key', resource: 'signals' } as const
const whoMayChange = 'Changed by owners, admins and managers.'

export const ListSignals = pageQuery.extend({
  cursor: z.uuid('is not one of ours.').optional().describe('`pagination.nextCursor`.'),
  count: countQuery,
  kind: queryText.optional(),
  status: z
    .enum(signalStatuses, `must be one of ${signalStatuses.join(', ')}.`)
    .optional()
    .describe('Default: all.'),
  conversation_id: id.optional(),
  owner_id: id.optional().describe('Whose conversation it was found in.'),
  contact_id: id.optional(),
  company_id: id.optional(),
  deal_id: id.optional(),
  tracker_id: id.optional(),
  since: requiredMoment.optional().describe('Found at this moment or later.'),
  until: requiredMoment.optional().describe('Found before this moment.'),
})
export type ListSignals = z.infer<typeof ListSignals>

const decision = (verb: 'confirm' | 'dismiss', summary: string) =>
  endpoint({
    ...common,
    id: `${verb}Signal`,
    method: 'POST',
    path: `${path}/:id/${verb}`,
    summary,
    description: 'Safe to repeat; the other decision takes its place.',
    scope: 'write',
    params,
    reply: dataOf(FoundSignal),
    errors: ['SIGNAL_NOT_FOUND'],
  })

export const signalEndpoints = {
  list: endpoint({
    ...common,
    id: 'listSignals',
    method: 'GET',
    path,
    summary: 'List signals, newest first',
    description: 'What was found in conversations: objections, competitors, intent to buy, …',
    scope: 'read',
    query: ListSignals,
    reply: listOf(FoundSignal),
  }),
  add: endpoint({
    ...common,
    id: 'addSignal',
    method: 'POST',
    path: '/functions/v1/api-v1-conversations/:id/signals',
    summary: 'Add a signal to a conversation',
    description:
      'What somebody heard themselves, with the words as evidence; it is confirmed by who adds it. What was found there already is confirmed instead. Dismiss what was added by mistake.',
    scope: 'write',
    params,
    body: NewSignal,
    reply: dataOf(FoundSignal),
    status: 201,
    errors: ['CONVERSATION_NOT_FOUND', 'CONFLICT'],
  }),
  confirm: decision('confirm', 'Confirm a signal'),
  dismiss: decision('dismiss', 'Say that a signal is none'),
} as const

export const signalTrackerEndpoints = {
  list: endpoint({
    ...common,
    id: 'listSignalTrackers',
    method: 'GET',
    path: trackerPath,
    summary: 'List trackers, by name',
    scope: 'read',
    reply: dataOf(z.array(SignalTracker)),
  }),
  create: endpoint({
    ...common,
    id: 'createSignalTracker',
    method: 'POST',
    path: trackerPath,
    summary: 'Add a tracker',
    description: `It finds signals in conversations that are evaluated from now on, by phrases, patterns or a description; one of them is needed. ${whoMayChange}`,
    scope: 'write',
    body: NewSignalTracker,
    reply: dataOf(SignalTracker),
    status: 201,
    errors: ['DUPLICATE_NAME', 'CONFLICT'],
  }),
  test: endpoint({
    ...common,
    id: 'testSignalTracker',
    method: 'POST',
    path: `${trackerPath}/test`,
    summary: 'Try phrases and patterns on a conversation',
    description: 'Nothing is kept.',
    scope: 'read',
    body: TrackerTest,
    reply: dataOf(TrackerTestResult),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  get: endpoint({
    ...common,
    id: 'getSignalTracker',
    method: 'GET',
    path: `${trackerPath}/:id`,
    summary: 'Get a tracker',
    scope: 'read',
    params,
    reply: dataOf(SignalTracker),
    errors: ['SIGNAL_TRACKER_NOT_FOUND'],
  }),
  update: endpoint({
    ...common,
    id: 'updateSignalTracker',
    method: 'PATCH',
    path: `${trackerPath}/:id`,
    summary: 'Change a tracker',
    description: `What it found stays as it is. Phrases, patterns and description cannot all be taken away. ${whoMayChange}`,
    scope: 'write',
    params,
    body: SignalTrackerChanges,
    reply: dataOf(SignalTracker),
    errors: ['SIGNAL_TRACKER_NOT_FOUND', 'DUPLICATE_NAME'],
  }),
  delete: endpoint({
    ...common,
    id: 'deleteSignalTracker',
    method: 'DELETE',
    path: `${trackerPath}/:id`,
    summary: 'Delete a tracker',
    description: `What it found stays. ${whoMayChange}`,
    scope: 'delete',
    params,
    reply: dataOf(Deleted),
    errors: ['SIGNAL_TRACKER_NOT_FOUND'],
  }),
} as const
