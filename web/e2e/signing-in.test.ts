import { expect, test } from 'vitest'
import { tokenOf } from '../../server/test/people.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)('a person signs in and comes to the page they asked for', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await page.goto('/deals?view=kanban')
  await page.waitForURL(/\/sign-in/)

  await page.getByLabel('E-mail').fill(stage.workspace.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('E-mail or password is wrong.').waitFor()

  await page.getByLabel('Password').fill('correct-horse-battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/deals\?view=kanban/)
  await page.getByRole('heading', { name: 'Deals' }).waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('after signing in nobody is led to another site', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await page.goto('/sign-in?to=//evil.example/')
  await page.getByLabel('E-mail').fill(stage.workspace.email)
  await page.getByLabel('Password').fill('correct-horse-battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor()
  expect(new URL(page.url()).origin).toBe(stage.app.baseUrl)
})

test.skipIf(noBrowser)('signing out ends the session, also in another tab', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  const other = await page.context().newPage()
  await other.goto('/contacts')
  await other.getByRole('heading', { name: 'Contacts' }).waitFor()

  await page.getByRole('button', { name: /Acme/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await other.goto('/deals')
  await other.waitForURL(/\/sign-in/)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'an invited person joins by their link and sees only their own',
  async () => {
    await using stage = await openStage()
    await stage.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
    const sent = await stage.client.invitations.create({ email: 'rep@example.com', role: 'rep' })
    const page = await stage.open()
    await page.goto(`/accept-invitation?id=${sent.id}&token=${tokenOf(sent)}`)
    await page.getByLabel('Name').fill('Robin Rep')
    await page.getByLabel('Password').fill('correct-horse-battery')
    await page.getByRole('button', { name: 'Join' }).click()
    await page.getByRole('heading', { name: 'Good to see you, Robin' }).waitFor()

    await page.getByRole('link', { name: 'Contacts' }).click()
    await page.getByText('Nothing here yet').waitFor()
    await page.goto('/settings/workspace')
    await page.getByText('Not for your role').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('each first step ticks itself when it happens', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.getByRole('button', { name: 'Show me the command' }).click()
  const command = await page.locator('pre').innerText()
  const [, key = ''] = /X-API-Key: (sk_\w+)/.exec(command) ?? []
  const [, body = ''] = /-d '(.*)'/.exec(command) ?? []

  // What the command would send.
  const reply = await stage.app.call('POST', '/functions/v1/webhook-call-capture', {
    key,
    body: JSON.parse(body) as object,
  })
  expect(reply.status).toBe(201)
  await page.getByText('Send a captured call (done)').waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('everything can be reached by keyboard', async () => {
  await using stage = await openStage()
  await stage.client.companies.create({ name: 'Lumen Logistics' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.getByRole('heading', { name: 'Deals' }).waitFor()

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Type a command or a name …').fill('lumen')
  await page.getByRole('option', { name: /Lumen Logistics/ }).click()
  await page.waitForURL(/\/companies\?open=/)
  await page.getByRole('region', { name: 'Lumen Logistics' }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('open'))

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  expect(stage.complaints).toEqual([])
})
