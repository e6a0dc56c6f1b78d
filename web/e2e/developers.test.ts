import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { startReceiver } from '../../server/test/receiver.ts'
import { allowLoopback, startSender } from '../../server/test/webhooks.ts'
import { noBrowser, openStage, signIn, typeCode } from './stage.ts'

test.skipIf(noBrowser)('a webhook is made, tested, and its delivery looked at', async () => {
  await using receiver = await startReceiver()
  await using stage = await openStage({ environment: allowLoopback })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/developers/webhooks?open=new')
  await page.getByLabel('Address').fill(`${receiver.url}/hook`)
  await page.getByRole('button', { name: 'Create' }).click()
  const secret = await page.getByLabel('Signing secret').inputValue()
  expect(secret).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'Go on' }).click()

  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('article').getByText('200', { exact: true }).waitFor()
  expect(receiver.bodies()).toMatchObject([{ event: 'contact.created' }])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /contact\.created/ }).click()
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Attempt 2').waitFor()
  expect(receiver.received).toHaveLength(2)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a webhook that came late is sent what it missed', async () => {
  await using receiver = await startReceiver()
  await using stage = await openStage({ environment: allowLoopback })
  const { app, client } = stage
  const contact = await client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  await app.drain()
  const made = await client.webhooks.create({
    url: `${receiver.url}/hook`,
    events: ['contact.created'],
  })
  await using _sender = startSender(app)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/developers/webhooks/${made.id}`)
  await page.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Send what it missed today' }).click()
  await page.getByText('Done').waitFor()
  await app.drain()
  await eventually(
    () => receiver.received.length,
    (count) => count === 1,
  )
  expect(receiver.bodies()).toMatchObject([{ event: 'contact.created', data: { id: contact.id } }])
  await page.getByRole('button', { name: /contact\.created/ }).click()
  await page.getByRole('article').getByText('200', { exact: true }).waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a key made here works, and is refused when it is revoked', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/developers/keys?open=new')
  await page.getByLabel('Name').fill('Nightly import')
  await page.getByRole('button', { name: 'Create' }).click()
  const key = await page.getByLabel('API key', { exact: true }).inputValue()
  const ask = () => stage.app.call('GET', '/functions/v1/api-v1-contacts', { key })
  expect((await ask()).status).toBe(200)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for Nightly import' }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('The key is revoked').waitFor()
  expect((await ask()).status).toBe(401)
})

test.skipIf(noBrowser)('an endpoint is tried out, and shown as a program', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/api-testing')
  await page.getByRole('searchbox', { name: 'Search endpoints' }).fill('create a contact')
  await page.getByRole('button', { name: /Create a contact/ }).click()
  const body = JSON.stringify({ first_name: 'Ada', email: 'ada@example.com' })
  await typeCode(page.getByRole('textbox', { name: 'Body' }), body)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('201').first().waitFor()
  expect((await stage.client.contacts.list()).data).toHaveLength(1)

  await page.getByRole('combobox', { name: 'Language' }).selectOption('Python')
  await page.getByText('import requests').waitFor()
  await page.getByText('createContact').first().waitFor({ state: 'attached' })
  expect(stage.complaints).toEqual([])
})
