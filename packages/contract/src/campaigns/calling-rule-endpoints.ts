import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, optionalText, queryText, requiredMoment, text } from '../fields.ts'
import { pageOf, resultOf, VoicePageQuery } from '../voice-api/index.ts'
import {
  AddedDoNotCall,
  CallingConsent,
  CallingRuleChanges,
  CallingRules,
  DoNotCall,
  listLimits,
  NewDoNotCall,
} from './calling-policy.ts'

const rules = '/v1/voice-agents/calling-rules'
const list = '/v1/voice-agents/do-not-call'
const consents = '/v1/voice-agents/calling-consents'
const params = z.object({ id })
const common = {
  tag: 'Calling rules',
  access: 'key',
  resource: 'campaigns',
  envelope: 'voice',
  pace: 'standard',
} as const
const removed = resultOf(z.object({ id: z.uuid(), deleted: z.literal(true) }))

export const ListDoNotCall = VoicePageQuery.extend({
  search: queryText.optional().describe('Beginning of the number, such as +4420.'),
  campaignId: z
    .union([z.uuid(), z.literal('none')])
    .optional()
    .describe('Those of one campaign, or with `none` those of the whole workspace.'),
})
export type ListDoNotCall = z.output<typeof ListDoNotCall>

export const NewCallingConsent = z.looseObject({
  phoneNumber: text(100),
  kind: text(100).describe('Such as express, written or verbal.'),
  source: text(500).describe('Where it was given: a form, a call.'),
  text: optionalText(5_000).describe('What was agreed to, in its own words.'),
  at: requiredMoment.optional().describe('When it was given; now unless said.'),
})
export type NewCallingConsent = z.output<typeof NewCallingConsent>

export const callingRuleEndpoints = {
  get: endpoint({
    ...common,
    id: 'getCallingRules',
    method: 'GET',
    path: rules,
    summary: 'Get the rules for calls the workspace makes',
    scope: 'read',
    reply: resultOf(CallingRules),
  }),
  update: endpoint({
    ...common,
    id: 'updateCallingRules',
    method: 'PUT',
    path: rules,
    summary: 'Change the rules; fields that are not sent stay',
    scope: 'write',
    body: CallingRuleChanges,
    reply: resultOf(CallingRules),
    errors: ['AGENT_NOT_FOUND', 'PHONE_NUMBER_NOT_FOUND'],
  }),
}

export const doNotCallEndpoints = {
  list: endpoint({
    ...common,
    id: 'listDoNotCall',
    method: 'GET',
    path: list,
    summary: 'List numbers that may not be called, newest first',
    scope: 'read',
    query: ListDoNotCall,
    reply: pageOf('entries', DoNotCall),
  }),
  add: endpoint({
    ...common,
    id: 'addDoNotCall',
    method: 'POST',
    path: list,
    summary: 'Add numbers that may not be called',
    description: `One, several, or a CSV file; at most ${listLimits.byRequest}. Holds from the next call on.`,
    scope: 'write',
    body: NewDoNotCall,
    maxBodyBytes: 4_500_000,
    reply: resultOf(AddedDoNotCall),
    errors: ['CAMPAIGN_NOT_FOUND'],
  }),
  remove: endpoint({
    ...common,
    id: 'removeDoNotCall',
    method: 'DELETE',
    path: `${list}/:id`,
    summary: 'Take a number off the list',
    description: 'For one that got there by mistake, or a person who changed their mind.',
    scope: 'delete',
    params,
    reply: removed,
    errors: ['DO_NOT_CALL_NOT_FOUND'],
  }),
}

export const callingConsentEndpoints = {
  list: endpoint({
    ...common,
    id: 'listCallingConsents',
    method: 'GET',
    path: consents,
    summary: 'List records of consent, newest first',
    scope: 'read',
    query: VoicePageQuery.extend({
      search: queryText.optional().describe('Beginning of the number.'),
    }),
    reply: pageOf('consents', CallingConsent),
  }),
  add: endpoint({
    ...common,
    id: 'addCallingConsent',
    method: 'POST',
    path: consents,
    summary: 'Record that somebody agreed to be called',
    scope: 'write',
    body: NewCallingConsent,
    reply: resultOf(CallingConsent),
  }),
  revoke: endpoint({
    ...common,
    id: 'revokeCallingConsent',
    method: 'DELETE',
    path: `${consents}/:id`,
    summary: 'Note that a consent does not hold any more',
    description: 'The record stays, with the moment of its end.',
    scope: 'delete',
    params,
    reply: resultOf(CallingConsent),
    errors: ['CALLING_CONSENT_NOT_FOUND'],
  }),
}
