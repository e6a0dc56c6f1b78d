import { apiKeyEndpoints, apiRequestEndpoints } from './access/index.ts'
import { accountEndpoints as accounts } from './accounts/index.ts'
import { agentCallEndpoints } from './agent-calls/index.ts'
import {
  agentEndpoints,
  agentFlowEndpoints,
  agentVersionEndpoints,
  flatAgentEndpoints,
} from './agents/index.ts'
import {
  clipEndpoints,
  commentEndpoints,
  conversationLogEndpoints,
  evaluationEndpoints,
  metricEndpoints,
  scorecardEndpoints,
  signalEndpoints,
  signalTrackerEndpoints,
} from './analysis/index.ts'
import {
  callingConsentEndpoints,
  callingRuleEndpoints,
  campaignEndpoints,
  doNotCallEndpoints,
} from './campaigns/index.ts'
import {
  captureCall,
  fathomEndpoints as fathom,
  receiveFathomMeeting,
  receiveMeeting,
  recordingEndpoints,
  transcriptEndpoints,
} from './conversations/index.ts'
import { crmResources, dealStageEndpoints as stages } from './crm/index.ts'
import { savedViewEndpoints } from './dashboard/index.ts'
import type { Endpoint } from './endpoint.ts'
import { knowledgeEndpoints } from './knowledge/index.ts'
import { realtimeEndpoints } from './realtime/index.ts'
import {
  dictionaryEndpoints,
  jobEndpoints,
  projectEndpoints,
  voiceEndpoints,
} from './media/index.ts'
import { integrationEndpoints, operationEndpoints } from './operations/index.ts'
import { reportEndpoints } from './reports/index.ts'
import { getLiveness, getReadiness } from './system/index.ts'
import { outboundCallEndpoints, roomCallEndpoints, voiceCallEndpoints } from './voice/index.ts'
import { otherWebToolEndpoints, phoneNumberEndpoints, webToolEndpoints } from './tools/index.ts'
import { feedEndpoints, webhookEndpoints } from './webhooks/index.ts'

// In parts, because the compiler does not write out a type that is longer than a million characters.

type Groups = Record<string, Record<string, Endpoint>>

const crm = {
  contacts: crmResources.contacts.endpoints,
  companies: crmResources.companies.endpoints,
  deals: crmResources.deals.endpoints,
  tasks: crmResources.tasks.endpoints,
  meetings: crmResources.meetings.endpoints,
  calls: { ...crmResources.calls.endpoints, capture: captureCall },
  activities: crmResources.activities.endpoints,
  dealStages: {
    list: stages.listDealStages,
    create: stages.createDealStage,
    update: stages.updateDealStage,
    delete: stages.deleteDealStage,
  },
  fathom: {
    get: fathom.getFathomIntegration,
    save: fathom.saveFathomIntegration,
    disconnect: fathom.deleteFathomIntegration,
    test: fathom.testFathomConnection,
    createDoor: fathom.createMeetingDoor,
    startImport: fathom.startFathomImport,
    getImport: fathom.getFathomImport,
    cancelImport: fathom.cancelFathomImport,
    receive: receiveFathomMeeting,
    receiveTopic: receiveMeeting,
  },
} satisfies Groups

const conversations = {
  agentCalls: agentCallEndpoints,
  recordings: recordingEndpoints,
  transcripts: transcriptEndpoints,
  scorecards: scorecardEndpoints,
  evaluations: evaluationEndpoints,
  conversations: conversationLogEndpoints,
  comments: commentEndpoints,
  clips: clipEndpoints,
  signals: signalEndpoints,
  signalTrackers: signalTrackerEndpoints,
} satisfies Groups

const campaigns = {
  campaigns: campaignEndpoints,
  callingRules: callingRuleEndpoints,
  doNotCall: doNotCallEndpoints,
  callingConsents: callingConsentEndpoints,
} satisfies Groups

const events = {
  webhooks: webhookEndpoints,
  events: feedEndpoints,
  metrics: metricEndpoints,
  reports: reportEndpoints,
} satisfies Groups

const agents = {
  voiceAgents: { ...agentEndpoints, ...agentFlowEndpoints },
  voiceAgentVersions: agentVersionEndpoints,
  flatVoiceAgents: flatAgentEndpoints,
  knowledge: knowledgeEndpoints,
  webTools: webToolEndpoints,
  flatWebTools: otherWebToolEndpoints.v1,
  voiceAgentWebTools: otherWebToolEndpoints.reference,
  phoneNumbers: phoneNumberEndpoints,
  jobs: jobEndpoints,
  voices: voiceEndpoints,
  voiceDictionaries: dictionaryEndpoints,
  projects: projectEndpoints,
} satisfies Groups

const workspace = {
  me: { get: accounts.getMe },
  workspace: { get: accounts.getWorkspace, update: accounts.updateWorkspace },
  members: {
    list: accounts.listMembers,
    update: accounts.updateMember,
    remove: accounts.removeMember,
  },
  invitations: {
    create: accounts.createInvitation,
    list: accounts.listInvitations,
    revoke: accounts.revokeInvitation,
    resend: accounts.resendInvitation,
    accept: accounts.acceptInvitation,
  },
  voiceCalls: voiceCallEndpoints,
  outboundCalls: outboundCallEndpoints,
  roomCalls: roomCallEndpoints,
  realtime: realtimeEndpoints,
  apiKeys: apiKeyEndpoints,
  apiRequests: apiRequestEndpoints,
  health: { live: getLiveness, ready: getReadiness },
  savedViews: savedViewEndpoints,
  integrations: integrationEndpoints,
  operations: operationEndpoints,
} satisfies Groups

/**
 * Every endpoint, under the group and the name by which the SDK calls it: `contacts.list` is
 * `client.contacts.list()`. The OpenAPI document, the SDK and the generated tests all start here,
 * so an endpoint missing from this table does not exist for them.
 */
export const endpoints: typeof crm &
  typeof conversations &
  typeof campaigns &
  typeof events &
  typeof agents &
  typeof workspace = {
  ...crm,
  ...conversations,
  ...campaigns,
  ...events,
  ...agents,
  ...workspace,
}

export type Endpoints = typeof endpoints

/** The same endpoints without their groups, in the order of the reference. */
export const allEndpoints: readonly Endpoint[] = Object.values<Record<string, Endpoint>>(
  endpoints,
).flatMap((group) => Object.values(group))
