import { expect, test } from 'vitest'
import { holdTalk } from '../../server/test/agent-calls.ts'
import { makeCaller } from '../../server/test/campaigns.ts'
import { makeTalk } from '../../server/test/evaluations.ts'
import { runServerFrom } from '../../server/test/operators.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const screens = [
  '/',
  '/contacts',
  '/companies',
  '/deals',
  '/deals?view=kanban',
  '/deals?view=forecast',
  '/deals?open=new',
  '/deals?open=import',
  '/contacts?open=bin',
  '/activities',
  '/tasks',
  '/conversations',
  '/conversations?open=upload',
  '/head-of-sales',
  '/agents',
  '/agents?open=new',
  '/agents/calls',
  '/live-calls',
  '/pronunciation',
  '/pronunciation?open=new',
  '/developers/keys',
  '/developers/webhooks',
  '/developers/events',
  '/developers/log',
  '/api-testing?operation=createContact',
  '/settings/profile',
  '/settings/workspace',
  '/settings/pipeline',
  '/settings/members',
  '/settings/analysis/scorecards',
  '/settings/analysis/scorecards?open=new',
  '/settings/analysis/trackers',
  '/settings/analysis/trackers/new',
  '/settings/analysis/evaluation',
  '/settings/analysis/targets',
  '/settings/analysis/reports',
  '/campaigns',
  '/campaigns/new',
  '/campaigns/do-not-call',
  '/campaigns/consents',
  '/campaigns/consents?open=new',
  '/campaigns/rules',
  '/integrations',
  '/integrations/fathom',
  '/operations',
  '/knowledge',
  '/knowledge?add=TEXT',
  '/knowledge?add=FILE',
  '/tools',
  '/tools/new',
  '/phone-numbers',
  '/phone-numbers?open=new',
]

/** An agent with a version before its newest, and a call that it held; their screens. */
async function fillAgents({ app, client, workspace }: Stage): Promise<string[]> {
  const { id } = await client.voiceAgents.create({
    name: 'Reception',
    outcomeResponseShape: { name: 'string', wants: { type: 'string', enum: ['a', 'b'] } },
  })
  await client.voiceAgents.update(id, { conversation: { preamble: 'You sell boats.\nQuickly.' } })
  await client.knowledge.create({
    items: [
      {
        type: 'TEXT',
        itemName: 'Delivery',
        content: 'Acme delivers on weekdays between nine and five, and on Saturdays until noon.',
      },
    ],
  })
  const { workspaceId, userId } = workspace
  const { callId } = await holdTalk(app, { workspaceId, ownerId: userId })
  await app.drain()
  const agent = ['', '?panel=test', '/versions', '/talk'].map((end) => `/agents/${id}${end}`)
  const call = ['outcome', 'figures', 'events'].map((tab) => `/agents/calls/${callId}?tab=${tab}`)
  return [...agent, ...call]
}

/** Something on every screen. */
async function fill({ app, client, workspace }: Stage): Promise<string> {
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  const company = await client.companies.create({ name: 'Lumen Logistics' })
  const about = { company_id: company.id }
  await client.contacts.create({ first_name: 'Nadia', email: 'nadia@lumen.example', ...about })
  await client.deals.create({
    title: 'Ten seats',
    value: 1,
    expected_close_date: '2020-01-31',
    ...about,
  })
  await client.tasks.create({ title: 'Call back', due_date: '2020-01-01', ...about })
  await client.invitations.create({ email: 'rep@example.com', role: 'rep' })
  await client.signalTrackers.create({ name: 'Rivals', phrases: ['old tool'] })
  await fillToolkit(client)
  const id = await makeTalk(app, { workspaceId, apiKey })
  await app.drain()
  return id
}

/** A campaign with somebody in it, and a number that may not be called. */
async function makeCampaign({ app, client, workspace }: Stage): Promise<string> {
  const { agentId } = await makeCaller(app, workspace.workspaceId)
  await client.callingConsents.add({
    phoneNumber: '+442079460958',
    kind: 'written',
    source: 'Form on the website',
    text: 'Call me about the offer.',
  })
  await client.doNotCall.add({ phoneNumber: '+442079460959', note: 'Asked by mail' })
  const recipients = [{ phoneNumber: '+442079460958', name: 'Nadia' }, { phoneNumber: 'nobody' }]
  const made = await client.campaigns.create({
    name: 'Renewals',
    voiceAgentId: agentId,
    recipients,
    sendType: 'MANUAL',
  })
  const page = await client.campaigns.recipients(made.id, {})
  return `/campaigns/${made.id}?import=${made.import.id}&open=${page.recipients[0]?.id}`
}

async function fillToolkit(client: Stage['client']): Promise<void> {
  const content = 'Refunds are paid back to the card within fourteen days, with the receipt.'
  await client.knowledge.create({ items: [{ type: 'TEXT', itemName: 'Refunds', content }] })
  const words = [{ word: 'Nguyen', pronunciation: 'win' }]
  await client.voiceDictionaries.create({ name: 'Names', words })
  await client.phoneNumbers.add({ type: 'SIMULATED', phoneNumber: '+442079460958' })
  await client.webTools.create({
    type: 'FUNCTION',
    name: 'Look up order',
    description: 'Finds an order.',
    params: { order: { type: 'string', required: true } },
    toolSettings: {
      serverUrl: 'https://shop.example/{order}',
      httpHeaders: { 'X-Shop': 'secret' },
    },
  })
  await client.voiceAgents.create({
    name: 'Order line',
    type: 'Flow Agent',
    workflow: {
      nodes: [
        {
          id: 'start',
          type: 'start',
          label: 'Greeting',
          transitions: [{ id: 'way', targetNodeId: 'end', condition: { type: 'dtmf', key: '1' } }],
        },
        { id: 'end', type: 'end_call', label: 'Goodbye' },
      ],
    },
  })
}

/** Screens of one thing, which has an id. */
async function screensOfOne(client: Stage['client']): Promise<string[]> {
  const [tool] = (await client.webTools.list()).webTools
  const [item] = (await client.knowledge.list()).items
  const [scorecard] = await client.scorecards.list()
  const [tracker] = await client.signalTrackers.list()
  const [agent] = (await client.voiceAgents.list({ type: 'Flow Agent' })).voiceAgents
  const [dictionary] = (await client.voiceDictionaries.list()).voiceDictionaries
  const flow = `/agents/${agent?.id}/flow`
  return [
    `/tools/${tool?.id}`,
    `/pronunciation/${dictionary?.id}`,
    `/knowledge?open=${item?.id}`,
    `/settings/analysis/scorecards/${scorecard?.id}`,
    `/settings/analysis/trackers/${tracker?.id}`,
    flow,
    `${flow}?node=start`,
    `${flow}?view=list&node=end`,
  ]
}

test.skipIf(noBrowser)(
  'no screen has anything that axe finds wrong, in light and in dark',
  { timeout: 300_000 },
  async () => {
    await using stage = await openStage()
    const id = await fill(stage)
    const agents = await fillAgents(stage)
    const campaign = await makeCampaign(stage)
    await runServerFrom(stage.app, stage.workspace.workspaceId)
    const page = await stage.open({ colorScheme: 'light' })
    const problems: string[] = []
    const look = async (path: string) => {
      await page.goto(path)
      await page.locator('h1').first().waitFor()
      await page.locator('.skeleton').first().waitFor({ state: 'detached' })
      const found = [...(await accessibilityProblems(page)), ...(await darkProblems(page))]
      problems.push(...found.map((problem) => `${path}: ${problem}`))
    }
    for (const path of ['/sign-in', '/forgot-password', '/reset-password', '/accept-invitation']) {
      await look(path)
    }
    await signIn(page, stage.workspace.email)
    const tabs = ['summary', 'scorecard', 'metrics', 'signals', 'comments', 'clips']
    const conversation = tabs.map((tab) => `/conversations/${id}?tab=${tab}`)
    const [contact] = (await stage.client.contacts.list()).data
    const ofOne = await screensOfOne(stage.client)
    const campaigns = [campaign, campaign.replace(/&open.*/, '')]
    const others = [
      `/contacts?open=${contact?.id}`,
      `/contacts/${contact?.id}`,
      '/clip',
      '/nowhere',
    ]
    for (const path of [
      ...screens,
      ...ofOne,
      ...agents,
      ...campaigns,
      ...conversation,
      ...others,
    ]) {
      await look(path)
    }
    expect(problems).toEqual([])
    expect(stage.complaints).toEqual([])
  },
)
