import { expect, test } from 'vitest'
import { startFathomEmulator } from '../../server/src/providers/fathom/emulator.ts'
import { emulatedMeetings } from '../../server/src/providers/fathom/emulator-meetings.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)(
  'Fathom is connected, its meetings are imported, and a conversation of them has a score',
  async () => {
    await using emulator = await openEmulator()
    await using stage = await openStage({ environment: { FATHOM_API_URL: emulator.url } })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/integrations/fathom')
    const key = page.getByLabel('API key of Fathom')
    await key.fill('wrong-key')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('Invalid API key').waitFor()
    await key.fill('right-key')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('The key works. Meetings found: 6').waitFor()
    await page.getByRole('button', { name: 'Save configuration' }).click()
    await page.getByText('Webhook automatically created in Fathom').waitFor()

    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('status').getByText('Waiting').waitFor()
    await stage.app.drain()
    await page.getByText('6 read, 6 new, 0 updated, 0 failed').waitFor()

    await page.goto('/conversations?sort=score')
    await page.locator('main a[href^="/conversations/"]').first().click()
    await page.getByRole('tab', { name: 'Scorecard' }).click()
    const score = page.getByRole('tabpanel').locator('.text-xl').first()
    expect(Number(await score.innerText())).toBeGreaterThan(0)
    const { data } = await stage.client.conversations.list({ sort: 'score' })
    expect(data[0]).toMatchObject({ kind: 'meeting', source: 'fathom' })
    expect(data[0]?.evaluation?.score).toBeGreaterThan(0)
    expect(stage.complaints).toEqual([])
  },
)

async function openEmulator() {
  const emulator = await startFathomEmulator({
    apiKeys: ['right-key'],
    meetings: emulatedMeetings(6),
  })
  return { url: emulator.url, [Symbol.asyncDispose]: () => emulator.stop() }
}
