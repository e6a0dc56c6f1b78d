import { expect, test } from 'vitest'
import { makeTalk } from '../../server/test/evaluations.ts'
import { accessibilityProblems } from './accessibility.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const screens = [
  '/',
  '/contacts',
  '/companies',
  '/deals',
  '/deals?view=kanban',
  '/deals?open=new',
  '/tasks',
  '/conversations',
  '/head-of-sales',
  '/developers/keys',
  '/developers/webhooks',
  '/developers/events',
  '/developers/log',
  '/api-testing?operation=createContact',
  '/settings/profile',
  '/settings/workspace',
  '/settings/members',
  '/integrations/fathom',
  '/knowledge',
  '/knowledge?add=TEXT',
  '/knowledge?add=FILE',
  '/tools',
  '/tools/new',
  '/phone-numbers',
  '/phone-numbers?open=new',
]

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
  await fillToolkit(client)
  const id = await makeTalk(app, { workspaceId, apiKey })
  await app.drain()
  return id
}

async function fillToolkit(client: Stage['client']): Promise<void> {
  const content = 'Refunds are paid back to the card within fourteen days, with the receipt.'
  await client.knowledge.create({ items: [{ type: 'TEXT', itemName: 'Refunds', content }] })
  await client.phoneNumbers.add({ type: 'SIMULATED', phoneNumber: '+442079460958' })
  await client.webTools.create({
    type: 'FUNCTION',
    name: 'Look up order',
    description: 'Finds an order.',
    params: { order: { type: 'string', required: true } },
    toolSettings: { serverUrl: 'https://shop.example/{order}', httpHeaders: { 'X-Shop': 'secret' } },
  })
  await client.voiceAgents.create({
    name: 'Reception',
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
  const [agent] = (await client.voiceAgents.list()).voiceAgents
  const flow = `/agents/${agent?.id}/flow`
  return [
    `/tools/${tool?.id}`,
    `/knowledge?open=${item?.id}`,
    flow,
    `${flow}?node=start`,
    `${flow}?view=list&node=end`,
  ]
}

test.skipIf(noBrowser).each(['light', 'dark'] as const)(
  'no screen has anything that axe finds wrong, in %s',
  { timeout: 240_000 },
  async (colorScheme) => {
    await using stage = await openStage()
    const id = await fill(stage)
    const page = await stage.open({ colorScheme })
    const problems: string[] = []
    const look = async (path: string) => {
      await page.goto(path)
      await page.locator('h1').first().waitFor()
      await page.locator('.skeleton').first().waitFor({ state: 'detached' })
      for (const problem of await accessibilityProblems(page)) problems.push(`${path}: ${problem}`)
    }
    for (const path of ['/sign-in', '/forgot-password', '/reset-password', '/accept-invitation']) {
      await look(path)
    }
    await signIn(page, stage.workspace.email)
    const tabs = ['summary', 'scorecard', 'metrics', 'signals', 'comments']
    const conversation = tabs.map((tab) => `/conversations/${id}?tab=${tab}`)
    const [contact] = (await stage.client.contacts.list()).data
    const ofOne = await screensOfOne(stage.client)
    for (const path of [...screens, ...ofOne, ...conversation, `/contacts?open=${contact?.id}`, '/nowhere']) {
      await look(path)
    }
    expect(problems).toEqual([])
    expect(stage.complaints).toEqual([])
  },
)
