import { expect, test } from 'vitest'
import { refunds } from '../../server/test/knowledge.ts'
import { startReceiver } from '../../server/test/receiver.ts'
import { allowLoopback } from '../../server/test/webhooks.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

/** Many steps, on a busy machine. */
const longTest = { timeout: 180_000 }

test.skipIf(noBrowser)(
  'a text is added, read, and found as an agent would find it',
  longTest,
  async () => {
    await using stage = await openStage()
    const agent = await stage.client.voiceAgents.create({ name: 'Reception' })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/knowledge')
    await page.getByRole('button', { name: 'Add knowledge' }).first().click()
    await page.getByRole('menuitem', { name: 'Write a text' }).click()
    const form = page.getByRole('dialog', { name: 'Write a text' })
    await form.getByLabel('Name').fill('Refunds')
    await form.getByRole('textbox', { name: 'Text' }).fill(refunds)
    await form.getByRole('button', { name: 'Add' }).click()
    const item = page.getByRole('list', { name: 'What agents know' }).getByRole('listitem')
    await item.getByText('Being read').waitFor()
    await stage.app.drain()
    await item.getByText('Ready').waitFor()

    await page.getByLabel('As which agent').selectOption('Reception')
    await page.getByLabel('What somebody might ask').fill('How many days do refunds take?')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.getByText(/^0 passages/).waitFor()
    await page.getByLabel('Show for an agent').selectOption('Reception')
    await item.getByRole('checkbox', { name: 'The agent uses Refunds' }).click()
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.getByText(/^1 passages/).waitFor()
    await page.getByText(refunds).waitFor()
    const found = await stage.client.knowledge.search({ query: 'refunds', voiceAgentId: agent.id })
    expect(found.passages).toHaveLength(1)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a file is uploaded, and why it cannot be read is said', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/knowledge?add=FILE')
  const dialog = page.getByRole('dialog', { name: 'Upload files' })
  await dialog.locator('input[type=file]').setInputFiles([
    { name: 'refunds.txt', mimeType: 'text/plain', buffer: Buffer.from(refunds) },
    { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') },
  ])
  await dialog.getByLabel('Sent').nth(1).waitFor()
  await stage.app.drain()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  const items = page.getByRole('list', { name: 'What agents know' })
  await items.getByRole('listitem').filter({ hasText: 'refunds' }).getByText('Ready').waitFor()
  const broken = items.getByRole('listitem').filter({ hasText: 'broken' })
  await broken.getByText('Failed').waitFor()
  await broken.getByText('The file is damaged or cut off.').waitFor()

  await broken.getByRole('button').click()
  const opened = page.getByRole('dialog', { name: /broken/ })
  await opened.getByRole('button', { name: 'Delete' }).click()
  await page
    .getByRole('dialog', { name: 'Delete the item?' })
    .getByRole('button', { name: 'Delete' })
    .click()
  await broken.waitFor({ state: 'detached' })
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a tool is made, run attempt by attempt, and keeps its secret', async () => {
  await using receiver = await startReceiver((response, _, count) => {
    if (count === 1) return void response.writeHead(503).end('busy')
    response.end('{"order":{"status":"on its way"}}')
  })
  await using stage = await openStage({ environment: allowLoopback })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/tools/new')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('This is needed.').first().waitFor()
  await page.getByLabel('Name', { exact: false }).first().fill('Look up order')
  await page
    .getByRole('textbox', { name: 'Description', exact: true })
    .fill('Finds an order by its number.')
  await page.getByRole('textbox', { name: 'Address' }).fill(`${receiver.url}/orders/{order}`)
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('bearer')
  await page.getByLabel('Token').fill('very-secret')
  await page.getByRole('button', { name: 'Add an argument' }).click()
  await page.getByLabel('Name of the argument').fill('order')
  await page.getByLabel('What of the answer the agent is told').fill('$.order.status')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.waitForURL(/\/tools\/[0-9a-f-]{36}$/)

  await page.getByRole('textbox', { name: 'order', exact: true }).fill('A1')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText('Attempt 2').waitFor()
  await page.getByText('on its way', { exact: true }).waitFor()
  expect(receiver.received.map(({ path }) => path)).toEqual(['/orders/A1', '/orders/A1'])
  expect(receiver.received[1]?.headers.authorization).toBe('Bearer very-secret')

  await page
    .getByRole('textbox', { name: 'Description', exact: true })
    .fill('Says where an order is.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').first().waitFor()
  expect(await page.content()).not.toContain('very-secret')
  receiver.answerWith((response) => void response.writeHead(404).end())
  await page.getByRole('textbox', { name: 'order', exact: true }).fill('A2')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText('The server refused.').waitFor()
  expect(receiver.received[2]?.headers.authorization).toBe('Bearer very-secret')
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a number is added, tested, given to an agent, and deleted', async () => {
  await using stage = await openStage()
  const agent = await stage.client.voiceAgents.create({ name: 'Reception' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/phone-numbers?open=new')
  const form = page.getByRole('dialog', { name: 'Add a number' })
  await form.getByRole('textbox', { name: 'Number' }).fill('+44 20 7946 0958')
  await form.getByLabel('Account SID').fill('AC123')
  await form.getByLabel('Auth token').fill('very-secret')
  await form.getByRole('button', { name: 'Add a number' }).click()
  await page.getByText('The number was added').waitFor()

  // Nobody listens at the address of Twilio in tests.
  await page.getByRole('button', { name: 'Test +442079460958' }).click()
  await page.getByText('This number does not work yet.').waitFor()
  await page.getByText(/Twilio cannot be reached/).waitFor()
  await page.keyboard.press('Escape')

  await page.getByLabel('Agent of +442079460958').selectOption('Reception')
  await page.getByText('Saved').waitFor()
  expect(await stage.client.phoneNumbers.list()).toMatchObject([{ voiceAgentId: agent.id }])
  await page.getByRole('button', { name: 'Delete +442079460958' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Nothing here yet').waitFor()
  expect(await stage.client.phoneNumbers.list()).toEqual([])
  expect(stage.complaints).toEqual([])
})
