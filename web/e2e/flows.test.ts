import { expect, test } from 'vitest'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const workflow = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      label: 'Greeting',
      message: 'Hello, this is Acme.',
      isStart: true,
      position: { x: 0, y: 0 },
      transitions: [{ id: 'bye', condition: { type: 'after_user_reply' } }],
    },
    { id: 'end', type: 'end_call', label: 'Goodbye', position: { x: 400, y: 0 } },
  ],
  edges: [{ source: 'start', target: 'end', sourceHandle: 'transition-bye' }],
}

async function makeFlow({ client }: Stage): Promise<string> {
  const { id } = await client.voiceAgents.create({
    name: 'Reception',
    type: 'Flow Agent',
    workflow,
  })
  return id
}

type Nodes = { readonly type: string; readonly phoneNumber?: string; readonly position?: object }[]

async function savedNodes({ client }: Stage, id: string): Promise<Nodes> {
  return (await client.voiceAgents.get(id)).workflow?.['nodes'] as Nodes
}

test.skipIf(noBrowser)(
  'a node is added to a flow, is shown as not complete, is completed, saved and there again',
  async () => {
    await using stage = await openStage()
    const id = await makeFlow(stage)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/agents/${id}/flow`)
    await page.getByText('This flow works.').waitFor()
    const node = (name: string) => page.locator('.react-flow__node').filter({ hasText: name })
    await node('Greeting').click()
    await page.getByRole('complementary', { name: 'Node' }).waitFor()
    await page.getByRole('button', { name: 'Add a node' }).click()
    await page.getByRole('menuitem', { name: 'Transfer the call' }).click()
    await node('Transfer the call').getByText('Something is missing here.').waitFor()
    await page.getByText('Problems: 1').waitFor()

    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Save the flow' })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/has no phoneNumber to call/)
      .waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()

    await page.getByLabel('Who is called').fill('+442079460958')
    await page.getByText('Works', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByLabel('Note').fill('Callers can speak to a person')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 2').waitFor()
    expect(await savedNodes(stage, id)).toMatchObject([
      { type: 'start', transitions: [{ id: 'bye' }, { condition: { type: 'after_user_reply' } }] },
      { type: 'end_call' },
      { type: 'transfer_call', phoneNumber: '+442079460958', position: {} },
    ])
    await page.reload()
    await node('+442079460958').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a flow is walked and changed by keyboard alone, and taken back',
  async () => {
    await using stage = await openStage()
    const id = await makeFlow(stage)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/agents/${id}/flow?view=list`)
    const list = page.getByRole('list', { name: 'Nodes' })
    await list.getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Goodbye' }).waitFor()
    await page.getByLabel('Said in farewell').fill('Thank you for your call.')
    await list.getByText('Thank you for your call.').waitFor()

    await list.getByRole('button').nth(1).focus()
    await page.keyboard.press('Delete')
    await list.getByText('A way leads nowhere').or(page.getByText('Problems: 1')).first().waitFor()
    expect(await list.getByRole('button').count()).toBe(1)
    await page.keyboard.press('Control+z')
    await list.getByText('Thank you for your call.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await list.getByText('Thank you for your call.').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Redo' }).click()
    await list.getByText('Thank you for your call.').waitFor()

    // Leaving asks first.
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByRole('dialog', { name: 'Leave the flow?' }).waitFor()
    await page.getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor()
    expect(await savedNodes(stage, id)).toHaveLength(2)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'an agent that follows its prompt gets a flow, and a file replaces it',
  async () => {
    await using stage = await openStage()
    const { id } = await stage.client.voiceAgents.create({
      name: 'Reception',
      conversation: { greetingMessage: 'Hello there.' },
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/agents/${id}/flow`)
    await page.getByRole('button', { name: 'Begin a flow' }).click()
    await page.getByText('Hello there.').waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'flow.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ agent: { workflow } })),
    })
    await page.getByText('Hello, this is Acme.').waitFor()
    await page.getByRole('button', { name: 'Arrange' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved as version 2').waitFor()
    expect(await stage.client.voiceAgents.get(id)).toMatchObject({ type: 'Flow Agent' })
    expect((await savedNodes(stage, id)).map(({ type }) => type)).toEqual(['start', 'end_call'])
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('two who edit one flow do not overwrite each other', async () => {
  await using stage = await openStage()
  const id = await makeFlow(stage)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/agents/${id}/flow?view=list&node=end`)
  await page.getByLabel('Label').fill('Farewell')
  await stage.client.voiceAgents.update(id, { conversation: { greetingMessage: 'Changed.' } })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Save the flow' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText(/Something changed in the meantime/).waitFor()
  await dialog.getByRole('button', { name: 'Open what is saved' }).click()
  await page.getByRole('list', { name: 'Nodes' }).getByText('Goodbye', { exact: true }).waitFor()
  expect(stage.complaints).toEqual([])
})
