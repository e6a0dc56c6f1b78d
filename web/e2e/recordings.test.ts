import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openFake } from '../../server/src/providers/stt/fake.ts'
import { audioFile } from '../../server/test/audio/clips.ts'
import { eventually } from '../../server/test/eventually.ts'
import { makeMember } from '../../server/test/people.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

const clip = audioFile('clean-0880.flac')
const lines = [
  { startMs: 0, endMs: 700, text: 'He was not an ill exposed young man.' },
  { startMs: 700, endMs: 1_500, text: 'We send the quote on Tuesday.' },
]

/** Something that waits until the test lets it go on. */
function makeGate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

/** Opens the dialog and chooses a file. */
async function choose(page: Page, file: string) {
  await page.getByRole('button', { name: 'Upload a recording' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Upload a recording' })
  await dialog.getByLabel('Choose files', { exact: true }).setInputFiles(file)
  return dialog
}

test.skipIf(noBrowser)(
  'a recording is uploaded, transcribed while one watches, corrected, and found by the correction',
  async () => {
    const opened = makeGate()
    const stt = openFake({ lines, gate: () => opened.passed })
    await using stage = await openStage({ stt })
    const page = await stage.open({ colorScheme: 'light' })
    await signIn(page, stage.workspace.email)
    await page.goto('/conversations')
    const dialog = await choose(page, clip)
    await dialog.getByLabel('Title of clean-0880.flac').fill('Depot call')
    await dialog.getByLabel('Language spoken').selectOption('English')
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click()

    const uploads = page.getByRole('region', { name: 'Uploads' })
    await uploads.getByText('Waiting to be transcribed').waitFor()
    await page.getByRole('link', { name: /^Recording\s*Depot call/ }).waitFor()
    const [recording] = (await stage.client.recordings.list()).data
    expect(recording).toMatchObject({ title: 'Depot call', language: 'en', status: 'new' })
    const drained = stage.app.drain()
    await uploads.getByText(/^Transcribing … \d+/).waitFor()
    expect([...(await accessibilityProblems(page)), ...(await darkProblems(page))]).toEqual([])
    await uploads.getByRole('link', { name: 'Open Depot call' }).click()
    await page.getByText(/^Transcribing … \d+/).waitFor()
    await page.getByRole('progressbar', { name: 'Transcription of Depot call' }).waitFor()
    opened.open()
    await drained

    const transcript = page.getByRole('region', { name: 'Transcript' })
    await transcript.getByText('ill exposed young man').waitFor()
    await transcript.getByRole('button', { name: 'Correct what was said at 0:00' }).first().focus()
    await page.keyboard.press('Enter')
    const field = transcript.getByRole('textbox', { name: 'What was said at 0:00' })
    await field.fill('He was not an ill disposed young man.')
    await field.press('Enter')
    await transcript.getByText('ill disposed young man').waitFor()
    await transcript.getByText('corrected').waitFor()
    await eventually(
      async () => (await stage.client.transcripts.get(recording?.id ?? '')).segments,
      (segments) => segments.some(({ text }) => text.includes('disposed')),
    )
    await page.goto('/conversations')
    const search = page.getByRole('searchbox', { name: 'Search what was said' })
    await search.fill('disposed')
    await search.press('Enter')
    await page.getByRole('link', { name: /Depot call/ }).waitFor()
    await page.locator('mark', { hasText: 'disposed' }).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

/** A recording that is transcribed, and its conversation's page. */
async function openTranscribed(wanted: { readonly role?: 'viewer' } = {}) {
  const stage = await openStage({ stt: openFake({ lines }) })
  const file = new Blob([readFileSync(clip)])
  const { id } = await stage.client.recordings.upload(file, { title: 'Depot call' })
  await stage.app.drain()
  const page = await stage.open({ colorScheme: 'light' })
  const { email } = wanted.role
    ? await makeMember(stage.app, stage.workspace, wanted.role)
    : stage.workspace
  await signIn(page, email)
  await page.goto(`/conversations/${id}`)
  const transcript = page.getByRole('region', { name: 'Transcript' })
  await transcript.getByText('ill exposed young man').waitFor()
  return { ...stage, id, page, transcript }
}

test.skipIf(noBrowser)(
  'speakers are told apart and named, a correction is taken back, and the words are saved as a file',
  async () => {
    await using stage = await openTranscribed()
    const { page, transcript, id } = stage
    await transcript
      .getByRole('button', { name: /^Correct what was said/ })
      .last()
      .focus()
    await page.keyboard.press('Enter')
    await transcript.getByRole('combobox').selectOption('Somebody else')
    await transcript.getByRole('textbox').fill('We send the offer on Tuesday.')
    await transcript.getByRole('button', { name: 'Save' }).click()
    await transcript.getByRole('button', { name: 'Speaker 2' }).click()
    const who = page.getByRole('dialog', { name: 'Who is Speaker 2?' })
    await who.getByLabel('Name').fill('Nadia')
    await who.getByLabel('Who it is').selectOption('Customer')
    await who.getByRole('button', { name: 'Save' }).click()
    await transcript.getByRole('button', { name: 'Nadia' }).waitFor()
    await eventually(
      () => stage.client.transcripts.get(id),
      ({ speakers }) =>
        speakers.some(({ number, name, kind }) => number === 2 && name + kind === 'Nadiacustomer'),
    )

    await page.getByRole('button', { name: 'Download and corrections' }).click()
    await page.getByRole('menuitem', { name: 'Corrections' }).click()
    const history = page.getByRole('dialog', { name: 'Corrections' })
    await history.getByText('We send the quote on Tuesday.').waitFor()
    await history.getByText('Olive Owner').waitFor()
    await history.getByText('Said by Nadia instead of Speaker 1').waitFor()
    expect([...(await accessibilityProblems(page)), ...(await darkProblems(page))]).toEqual([])
    await history.getByRole('button', { name: 'Restore what stood at 0:00' }).click()
    await history.getByText('Said by Speaker 1 instead of Nadia').waitFor()
    await page.keyboard.press('Escape')
    await transcript.getByText('We send the quote on Tuesday.').waitFor()

    await page.getByRole('button', { name: 'Download and corrections' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Subtitles (SRT)' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('Depot call.srt')
    expect(readFileSync(await file.path(), 'utf8')).toContain('We send the quote on Tuesday.')
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a correction that the server refuses is undone; a recording is renamed and deleted',
  async () => {
    await using stage = await openTranscribed()
    const { page, transcript, id } = stage
    const refused = makeGate()
    await page.route('**/api-v1-transcripts/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.fallback()
      await refused.passed
      await route.fulfill({ status: 409, json: { error: 'Changed.', code: 'CONFLICT' } })
    })
    await transcript
      .getByRole('button', { name: /^Correct what was said/ })
      .first()
      .click()
    await transcript.getByRole('textbox').fill('Something else.')
    await transcript.getByRole('textbox').press('Enter')
    await transcript.getByText('Something else.').waitFor()
    refused.open()
    await page.getByText('Something changed in the meantime. Look again and retry.').waitFor()
    await transcript.getByText('ill exposed young man').waitFor()

    await page.getByRole('button', { name: 'More about the recording' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Title').fill('Depot review')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /Depot review/ }).waitFor()
    await eventually(
      async () => (await stage.client.recordings.get(id)).title,
      (title) => title === 'Depot review',
    )
    await page.getByRole('button', { name: 'More about the recording' }).click()
    await page.getByRole('menuitem', { name: 'Delete the recording' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete the recording “Depot review”?' })
    await dialog.getByRole('button', { name: 'Delete the recording' }).click()
    await page.waitForURL(/\/conversations$/)
    await page.getByText('The recording was deleted').waitFor()
    expect((await stage.client.recordings.list()).count).toBe(0)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('who may only read sees the words, and corrects nothing', async () => {
  await using stage = await openTranscribed({ role: 'viewer' })
  const { page, transcript } = stage
  expect(await transcript.getByRole('button', { name: /^Correct what/ }).count()).toBe(0)
  expect(await transcript.getByRole('button', { name: 'Speaker 1' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'More about the recording' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Download and corrections' }).click()
  await page.getByRole('menuitem', { name: 'Text' }).waitFor()
  await page.goto('/conversations?open=upload')
  await page.getByRole('link', { name: /Depot call/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Upload a recording' }).count()).toBe(0)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'an upload is stopped and sent again, goes on after a lost connection, and says why it failed',
  async () => {
    await using stage = await openStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/conversations')
    const held = makeGate()
    let parts = 0
    await page.route('**/uploads/recordings/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.fallback()
      parts += 1
      if (parts === 1) await held.passed
      await (parts === 2 ? route.abort('connectionreset') : route.fallback())
    })
    const dialog = await choose(page, audioFile('no-audio.mp4'))
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click()
    const uploads = page.getByRole('region', { name: 'Uploads' })
    await uploads.getByText(/^Uploading … 0/).waitFor()
    await uploads.getByRole('button', { name: 'Cancel' }).click()
    await uploads.getByText('Stopped').waitFor()
    held.open()
    await uploads.getByRole('button', { name: 'Try again' }).click()
    await uploads.getByText('Waiting to be transcribed').waitFor()
    expect(parts).toBeGreaterThan(2)

    await stage.app.drain()
    await uploads.getByText('The file has no audio in it.').waitFor()
    await uploads.getByRole('link', { name: 'Open no-audio' }).click()
    const state = page.getByRole('region', { name: 'Transcript' })
    await state.getByText('The file has no audio in it.').waitFor()
    await state.getByRole('button', { name: 'Try again' }).click()
    await state.getByText('Waiting to be transcribed').waitFor()
    await state.getByRole('button', { name: 'Stop' }).click()
    await state.getByText('Transcription stopped').waitFor()
    expect((await stage.client.recordings.list()).data).toMatchObject([{ status: 'cancelled' }])
    await page.goBack()
    await uploads.getByRole('button', { name: 'Take no-audio off the list' }).click()
    await uploads.waitFor({ state: 'detached' })
    expect(stage.complaints.filter((text) => !text.includes('ERR_CONNECTION_RESET'))).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'files are dropped on the list, and a recording is fetched from an address',
  async () => {
    await using stage = await openStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox').fill('Upload')
    await page.getByRole('option', { name: 'Upload a recording' }).click()
    const dialog = page.getByRole('dialog', { name: 'Upload a recording' })
    await dialog.getByRole('button', { name: 'Web address' }).click()
    const address = dialog.getByRole('textbox', { name: /^Web address/ })
    await address.fill('somewhere')
    await dialog.getByRole('button', { name: 'Fetch' }).click()
    await dialog.getByText('This is not valid.').waitFor()
    await address.fill('https://127.0.0.1/call.wav')
    await dialog.getByLabel('Title', { exact: true }).fill('From afar')
    await dialog.getByRole('button', { name: 'Fetch' }).click()
    const uploads = page.getByRole('region', { name: 'Uploads' })
    await uploads.getByText('Waiting to be fetched').waitFor()
    await stage.app.drain()
    await uploads.getByText('The address may not be asked from this server.').waitFor()

    const dropped = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['1'], 'first.wav'))
      transfer.items.add(new File(['2'], 'second.wav'))
      return transfer
    })
    const screen = page.getByRole('heading', { level: 1 })
    await screen.dispatchEvent('dragenter', { dataTransfer: dropped })
    await page.getByText('Drop to upload').waitFor()
    await screen.dispatchEvent('drop', { dataTransfer: dropped })
    await dialog.getByLabel('Title of first.wav').waitFor()
    await dialog.getByRole('button', { name: 'Remove second.wav' }).click()
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click()
    await eventually(
      async () => (await stage.client.recordings.list()).data.map(({ title }) => title),
      (titles) => titles.join() === 'first,From afar',
    )
    expect(stage.complaints).toEqual([])
  },
)
