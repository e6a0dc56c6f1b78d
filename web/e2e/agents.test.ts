import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { giveMicrophone, someWords } from '../../server/test/microphone.ts'
import { earsThatHear } from '../../server/test/voice-ears.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

/** A browser and an engine in real time on a machine that is full of other tests. */
const timeout = 240_000
const speechMs = 60_000

async function makeAgent(page: Page, name: string): Promise<void> {
  await page.goto('/agents?open=new')
  await page.getByLabel('Name').fill(name)
  await page.getByText('Blank').click()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

test.skipIf(noBrowser)(
  'an agent is made, edited, published and talked to with a microphone',
  { timeout },
  async () => {
    // What is not heard as one stretch is heard once.
    const ears = earsThatHear('My name is Ada.', '', '')
    await using stage = await openStage({ stt: ears })
    const page = await stage.open()
    const speak = await giveMicrophone(page)
    await signIn(page, stage.workspace.email)
    await page.getByText('Create a voice agent').waitFor()
    await makeAgent(page, 'Front desk')

    await page.getByLabel('What it says first').fill('Hello from Parley.')
    await page.getByRole('button', { name: 'Add a field' }).click()
    await page.getByLabel('Name of field 1').fill('name')
    await page.getByLabel('Required').check()
    await page.getByLabel('What is this change for?').fill('A greeting of our own')
    await page.getByRole('button', { name: 'Save version' }).click()
    await page.getByText('Version 2 is saved').waitFor()

    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByText('A greeting of our own').waitFor()
    await page.getByText('Hello from Parley.').waitFor()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Version 2 is live').waitFor()

    await page.getByRole('link', { name: 'Talk' }).click()
    await page.getByRole('button', { name: 'Start the call' }).click()
    const untilSaid = (words: string) =>
      page.getByRole('log').getByText(words).waitFor({ timeout: speechMs })
    await untilSaid('Hello from Parley.')
    await speak(await someWords())
    await untilSaid('My name is Ada.')
    await untilSaid('I have Ada. Is that right?')
    await page
      .getByRole('log')
      .getByText(/^[\d,]+ ms$/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Mute' }).click()
    await page.getByRole('button', { name: 'Unmute' }).waitFor()
    await page.getByRole('button', { name: 'Hang up' }).click()
    await page.getByText('The call is over: hung up.').waitFor()

    await page.getByRole('link', { name: 'Open the call' }).click()
    await page.getByRole('heading', { level: 1, name: /Front desk/ }).waitFor()
    await page.getByText('My name is Ada.').waitFor()
    await page.getByRole('tab', { name: /Events/ }).click()
    await page.getByRole('tabpanel', { name: /Events/ }).waitFor()
    const calls = await stage.client.agentCalls.list({})
    expect(calls.conversations).toMatchObject([{ agentName: 'Front desk', direction: 'web' }])

    await page.goto('/')
    await page.getByText('Create a voice agent (done)').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('nobody leaves the editor or overwrites a colleague unasked', async () => {
  await using stage = await openStage()
  const { voiceAgents } = stage.client
  const { id } = await voiceAgents.create({ name: 'Reception' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/agents/${id}`)
  const prompt = page.getByLabel('Who the agent is and what it should do')
  await prompt.fill('You answer calls.')
  await page.getByRole('link', { name: 'Versions' }).click()
  await page.getByRole('button', { name: 'Stay' }).click()
  expect(await prompt.inputValue()).toBe('You answer calls.')

  await voiceAgents.update(id, { description: 'Changed elsewhere' })
  await stage.app.drain()
  await page.getByText('Somebody else saved version 2').waitFor()
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Changed elsewhere')

  await page.getByLabel('Longest call').fill('600')
  await page.keyboard.press('Control+s')
  await page.getByText('Version 3 is saved').waitFor()
  const saved = await voiceAgents.get(id)
  expect(saved).toMatchObject({
    description: 'Changed elsewhere',
    callSettings: { maxCallDuration: 600 },
  })
  expect(saved.conversation.preamble).not.toBe('You answer calls.')
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('an agent is rolled back, copied and deleted', async () => {
  await using stage = await openStage()
  const { voiceAgents } = stage.client
  const { id } = await voiceAgents.create({ name: 'Reception' })
  await voiceAgents.update(id, { name: 'Night desk' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/agents/${id}/versions`)
  await page.getByRole('button', { name: /^Version 1/ }).click()
  await page.getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('heading', { level: 1, name: 'Reception' }).waitFor()

  await page.getByRole('button', { name: 'More for Reception' }).click()
  await page.getByRole('menuitem', { name: 'Copy' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Reception two')
  await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('heading', { level: 1, name: 'Reception two' }).waitFor()

  await page.getByRole('button', { name: 'More for Reception two' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Reception two is deleted').waitFor()
  await page.getByRole('link', { name: /Reception/ }).waitFor()
  expect((await voiceAgents.list()).voiceAgents.map(({ name }) => name)).toEqual(['Reception'])
  expect(stage.complaints).toEqual([])
})
