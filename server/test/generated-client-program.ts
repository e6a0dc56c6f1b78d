/**
 * What somebody writes upon a client that was generated from the OpenAPI document: a walk through agents,
 * knowledge, tools, numbers, jobs and campaigns. It is compiled and run beside that client.
 */
export const program = `
import { client } from './client/client.gen.ts'
import * as parley from './client/sdk.gen.ts'

const [baseUrl = '', key = '', mediaUrl = '', toolUrl = ''] = process.argv.slice(2)
client.setConfig({ baseUrl, headers: { 'x-api-key': key } })
/** A refusal throws, and what is answered is there. */
const sure = { throwOnError: true } as const

async function agents(): Promise<string> {
  const conversation = { greetingMessage: 'Hello {{name}}.', params: { name: 'Ann' } }
  const body = { name: 'Reception', conversation, voice: { lang: 'en' } }
  const made = await parley.createVoiceAgent({ body, ...sure })
  const voiceAgentId = made.data.data.id
  const path = { voiceAgentId }
  await parley.updateVoiceAgent({ path, body: { description: 'Answers calls.' }, ...sure })
  await parley.publishAgentVersion({ path: { ...path, version: '2' }, ...sure })
  const { data: versions } = await parley.listAgentVersions({ path, ...sure })
  const { data: flat } = await parley.getFlatVoiceAgent({ path, ...sure })
  const { data: list } = await parley.listVoiceAgents({ query: { take: 5, skip: 1 }, ...sure })
  const copied = { query: { voiceAgentId }, body: { agentName: 'Copy' }, ...sure }
  const { data: copy } = await parley.cloneVoiceAgent(copied)
  await parley.deleteVoiceAgent({ path: { voiceAgentId: copy.data.id }, ...sure })
  seen.agents = [flat.data.agentName, list.data.total, versions.data.versions.length]
  return voiceAgentId
}

async function knowledge(voiceAgentId: string): Promise<void> {
  const content = 'Refunds take ten days and go back to the card that was used for the payment.'
  const items = [{ type: 'TEXT' as const, itemName: 'Refunds', content }]
  const { data: made } = await parley.createKnowledgeItems({ body: { items }, ...sure })
  const item = Array.isArray(made.data) ? made.data[0] : made.data
  const id = item?.id ?? ''
  const active = { voiceAgentId, knowledgeBaseItemId: id, isActive: true }
  await parley.toggleKnowledgeItem({ body: active, ...sure })
  await parley.updateKnowledgeItem({ path: { id }, body: { itemName: 'Money back' }, ...sure })
  const { data: shown } = await parley.getKnowledgeItem({ path: { id }, ...sure })
  const { data: list } = await parley.listKnowledgeItems({ query: { voiceAgentId }, ...sure })
  const { data: found } = await parley.searchKnowledge({ body: { query: 'refunds' }, ...sure })
  seen.knowledge = [shown.data.itemName, list.data.items.length, found.success]
}

async function tools(voiceAgentId: string): Promise<void> {
  const body = {
    type: 'FUNCTION' as const,
    name: 'look_up',
    description: 'Finds an order.',
    async: false,
    params: { order: { type: 'string' } },
    toolSettings: { serverUrl: toolUrl, methodType: 'GET' as const },
  }
  const { data: made } = await parley.createWebTool({ body, ...sure })
  const { id } = made.data
  await parley.toggleWebTool({ body: { voiceAgentId, webToolId: id, isActive: true }, ...sure })
  const use = { arguments: { order: 'A-1' } }
  const { data: used } = await parley.callWebTool({ path: { id }, body: use, ...sure })
  const { data: list } = await parley.listWebTools({ query: { voiceAgentId }, ...sure })
  seen.tools = [used.data.ok, list.data.filtered]
}

async function numbers(voiceAgentId: string): Promise<string> {
  const body = { type: 'SIMULATED' as const, phoneNumber: '+12025550123', label: 'Sales' }
  const { data: made } = await parley.addPhoneNumber({ body, ...sure })
  const { number } = made.data
  await parley.assignPhoneNumber({ body: { voiceAgentId, phoneNumber: number }, ...sure })
  const { data: list } = await parley.listPhoneNumbers({ query: { voiceAgentId }, ...sure })
  const { data: agent } = await parley.getVoiceAgent({ path: { voiceAgentId }, ...sure })
  seen.numbers = [list.data.length, agent.data.phoneNumber?.number]
  return number
}

async function jobs(): Promise<void> {
  const transcription = { mediaUrl, model: 'Hamsa-General-V2.0', language: 'en' }
  const { data: heard } = await parley.createTranscriptionJob({ body: transcription, ...sure })
  const speech = { text: 'Hello to all of you.', voiceId: 'Emma' }
  const { data: said } = await parley.createSpeechJob({ body: speech, ...sure })
  const { data: job } = await parley.getJob({ query: { jobId: heard.data.jobId }, ...sure })
  const { data: gone } = await parley.cancelJob({ path: { id: said.data.id }, ...sure })
  const { data: list } = await parley.listJobs({ body: { take: 10, skip: 1 }, ...sure })
  seen.jobs = [job.data.type, gone.data.status, list.data.total]
}

async function campaigns(voiceAgentId: string, phoneNumber: string): Promise<void> {
  await parley.updateCallingRules({ body: { callsPerSecond: 5 }, ...sure })
  await parley.addDoNotCall({ body: { phoneNumber: '+442079460900' }, ...sure })
  const body = {
    name: 'Spring',
    voiceAgentId,
    phoneNumber,
    sendType: 'MANUAL' as const,
    recipients: [{ phoneNumber: '+442079460958', dynamicVariables: { plan: 'gold' } }],
  }
  const { data: made } = await parley.createCampaign({ body, ...sure })
  const path = { id: made.data.id }
  const more = { recipients: [{ phoneNumber: '+442079460959' }] }
  const { data: added } = await parley.addRecipients({ path, body: more, ...sure })
  const sheet = { csv: 'phone,name\\n+442079460960,Bo\\n' }
  const { data: uploaded } = await parley.uploadRecipients({ path, body: sheet, ...sure })
  const { data: list } = await parley.listRecipients({ path, query: { take: 10 }, ...sure })
  const { data: progress } = await parley.getCampaignProgress({ path, ...sure })
  await parley.updateCampaign({ path, body: { name: 'Summer' }, ...sure })
  const { data: over } = await parley.cancelCampaign({ path, ...sure })
  seen.campaigns = [
    added.data.accepted,
    uploaded.data.accepted,
    list.data.recipients.length,
    progress.data.total,
    over.data.status,
  ]
}

async function refusals(): Promise<void> {
  const voiceAgentId = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'
  const { error, response } = await parley.getVoiceAgent({ path: { voiceAgentId } })
  seen.refusals = [response?.status, error !== undefined && 'error' in error]
}

const seen: Record<string, unknown> = { functions: Object.keys(parley) }
const voiceAgentId = await agents()
await knowledge(voiceAgentId)
await tools(voiceAgentId)
const number = await numbers(voiceAgentId)
await jobs()
await campaigns(voiceAgentId, number)
await refusals()
console.log(JSON.stringify(seen))
`
