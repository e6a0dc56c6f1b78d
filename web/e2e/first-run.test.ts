import { expect, test } from 'vitest'
import { startFathomEmulator } from '../../server/src/providers/fathom/emulator.ts'
import { startReceiver } from '../../server/test/receiver.ts'
import { allowLoopback } from '../../server/test/webhooks.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)(
  'the first steps are taken one after the other, and the list goes when all are done',
  async () => {
    const emulator = await startFathomEmulator({ apiKeys: ['right-key'] })
    await using _emulator = { [Symbol.asyncDispose]: () => emulator.stop() }
    await using receiver = await startReceiver()
    await using stage = await openStage({
      environment: { ...allowLoopback, FATHOM_API_URL: emulator.url },
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    const goHome = () => page.getByRole('link', { name: 'Home' }).click()
    const done = (title: string) => page.getByText(`${title} (done)`).waitFor()

    await page.getByRole('button', { name: 'Show me the command' }).click()
    const command = await page.locator('pre').innerText()
    const [, key = ''] = /X-API-Key: (sk_\w+)/.exec(command) ?? []
    const [, body = ''] = /-d '(.*)'/.exec(command) ?? []
    const sent = { key, body: JSON.parse(body) as object }
    await stage.app.call('POST', '/functions/v1/webhook-call-capture', sent)
    await done('Send a captured call')

    await page.getByRole('link', { name: 'Connect Fathom' }).click()
    await page.getByLabel('API key of Fathom').fill('right-key')
    await page.getByRole('button', { name: 'Save configuration' }).click()
    await page.getByText('Webhook automatically created in Fathom').waitFor()
    await goHome()
    await done('Connect Fathom')

    await page.getByRole('link', { name: 'Add a webhook' }).click()
    await page.getByLabel('Address').fill(`${receiver.url}/hook`)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await goHome()
    await done('Add a webhook')

    await page.getByRole('link', { name: 'Create an agent' }).waitFor()
    await stage.client.voiceAgents.create({ name: 'Reception' })
    await page.getByRole('link', { name: 'Invite', exact: true }).waitFor()
    await stage.app.newMember(stage.workspace.workspaceId, 'rep')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor()
    await page.getByText('Latest conversations').waitFor()
    await page.getByText('First steps').waitFor({ state: 'detached' })
    expect(stage.complaints).toEqual([])
  },
)
