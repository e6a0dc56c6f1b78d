import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { giveMicrophone } from '../../server/test/microphone.ts'
import { earsThatHear } from '../../server/test/voice-ears.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

/** A browser and an engine in real time on a machine that is full of other tests. */
const timeout = 240_000
const speechMs = 60_000

const saidOn = (page: Page, words: string) =>
  page.getByRole('log').getByText(words).waitFor({ timeout: speechMs })

/** Somebody in their own browser who talks to an agent. */
async function startTalking({ client, open, workspace }: Stage): Promise<Page> {
  const { id } = await client.voiceAgents.create({
    name: 'Front desk',
    conversation: { greetingMessage: 'Hello from Parley.' },
    // On a full machine a colleague takes their time.
    callSettings: { userInactivityTimeout: 60 },
  })
  const page = await open()
  await giveMicrophone(page)
  await signIn(page, workspace.email)
  await page.goto(`/agents/${id}/talk`)
  await page.getByRole('button', { name: 'Start the call' }).click()
  await saidOn(page, 'Hello from Parley.')
  return page
}

/** The rings grow with the sound that is played. */
const untilHeard = (page: Page) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('[style*="scale"]')].some(
      ({ style }) => Number(/scale\((.+)\)/.exec(style.transform)?.[1]) > 0.4,
    ),
  )

test.skipIf(noBrowser)(
  'a call that goes on is found, listened to, spoken into and ended by a colleague',
  { timeout },
  async () => {
    await using stage = await openStage({ stt: earsThatHear('', '', '') })
    const colleague = await stage.open()
    await signIn(colleague, stage.workspace.email)
    await colleague.getByRole('link', { name: 'Live calls' }).click()
    await colleague.getByText('Nobody is talking right now').waitFor()

    const caller = await startTalking(stage)
    const row = colleague.getByRole('listitem').filter({ hasText: 'Front desk' })
    await row
      .locator('span:visible', { hasText: /^Browser$/ })
      .last()
      .waitFor()
    await row.getByText(/^(Listening|Speaking)$/).waitFor()
    await row.getByRole('link').click()
    await colleague.getByRole('heading', { level: 1, name: /Front desk/ }).waitFor()
    await saidOn(colleague, 'Hello from Parley.')
    await colleague.getByText('Only telephone calls can be handed to a number.').waitFor()

    await colleague.getByRole('button', { name: 'Listen in' }).click()
    await colleague.getByRole('button', { name: 'Stop listening' }).waitFor()
    await colleague.getByText('The agent listens', { exact: true }).waitFor()
    await colleague.getByText('Say to the caller').click()
    const sentence = 'A colleague of mine is listening to us, and would like to say hello.'
    await colleague.getByRole('textbox', { name: 'Say to the caller' }).fill(sentence)
    await colleague.getByRole('button', { name: 'Send' }).click()
    await untilHeard(colleague)
    await Promise.all([saidOn(colleague, sentence), saidOn(caller, sentence)])

    await colleague.getByRole('button', { name: 'Pause the agent' }).click()
    await colleague.getByText('The agent is paused').waitFor()
    await colleague.getByText('Whisper to the agent').click()
    await colleague
      .getByRole('textbox', { name: 'Whisper to the agent' })
      .fill('Offer ten percent.')
    await colleague.getByRole('button', { name: 'Send' }).click()
    await colleague.getByText(/works without a language model/).waitFor()
    expect(await caller.getByText('Offer ten percent.').count()).toBe(0)
    expect(await accessibilityProblems(colleague)).toEqual([])
    expect(await darkProblems(colleague)).toEqual([])
    await colleague.getByRole('button', { name: 'Let it go on' }).click()
    await colleague.getByText('The agent is paused').waitFor({ state: 'detached' })

    await colleague.getByRole('button', { name: 'Hang up' }).click()
    await colleague.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click()
    const over = 'The call is over: ended by a colleague.'
    await Promise.all([colleague.getByText(over).waitFor(), caller.getByText(over).waitFor()])
    await colleague.getByRole('link', { name: 'Open the call' }).click()
    await colleague.waitForURL(/\/agents\/calls\//)
    await colleague.getByText(sentence).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('names are given a pronunciation, which an agent uses', async () => {
  await using stage = await openStage()
  const { id } = await stage.client.voiceAgents.create({ name: 'Front desk' })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.getByRole('link', { name: 'Pronunciation' }).click()
  await page.getByText('No dictionaries yet').waitFor()
  await page.getByRole('button', { name: 'New dictionary' }).first().click()
  await page.getByLabel('Name').fill('Clientèle')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { level: 1, name: 'Clientèle' }).waitFor()

  await page.getByRole('button', { name: 'Add a word' }).click()
  await page.getByLabel('Word 1', { exact: true }).fill('Nguyen')
  await page.getByText('Fill in both sides').waitFor()
  await page.getByLabel('Spoken form of word 1').fill('win')
  const [sound] = await Promise.all([
    page.waitForResponse((reply) => reply.url().endsWith('/v1/realtime/tts')),
    page.getByRole('button', { name: 'Hear Nguyen' }).click(),
  ])
  expect(sound.request().postDataJSON()).toMatchObject({ text: 'win', languageId: 'en' })
  expect(sound.status()).toBe(200)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The dictionary is saved').waitFor()
  await page.getByText('No agent uses it yet').waitFor()

  await page.goto(`/agents/${id}`)
  await page.getByLabel('Clientèle').check()
  await page.getByRole('button', { name: 'Save version' }).click()
  await page.getByText('Version 2 is saved').waitFor()
  const [dictionary] = (await stage.client.voiceDictionaries.list()).voiceDictionaries
  expect(dictionary?.words).toEqual([{ word: 'Nguyen', pronunciation: 'win' }])
  expect((await stage.client.voiceAgents.get(id)).voiceDictionaryIds).toEqual([dictionary?.id])

  await page.goto('/pronunciation?q=clientele')
  await page.getByRole('link', { name: /Clientèle.*Agents: 1/ }).click()
  await page.getByRole('link', { name: /Front desk/ }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByText('Front desk').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Clientèle is deleted').waitFor()
  await page.getByText('No dictionaries yet').waitFor()
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a consent is recorded and revoked, and stays in the list', async () => {
  await using stage = await openStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/campaigns')
  await page.getByRole('link', { name: 'Consents' }).click()
  await page.getByRole('button', { name: 'Record a consent' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Telephone number').fill('+442079460958')
  await dialog.getByLabel('Kind').fill('written')
  await dialog.getByLabel('Where it was given').fill('Form on the website')
  await dialog.getByLabel('Given on').fill('2026-01-31')
  await dialog.getByRole('button', { name: 'Record' }).click()
  await page.getByText('The consent is recorded').waitFor()
  const row = page.getByRole('listitem').filter({ hasText: '+442079460958' })
  await row.getByText('Holds').waitFor()
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await row.getByText(/^Revoked/).waitFor()
  const { consents } = await stage.client.callingConsents.list()
  expect(consents).toMatchObject([{ kind: 'written', revokedAt: expect.any(String) }])
  expect(stage.complaints).toEqual([])
})
