import { expect, test } from 'vitest'
import { makeTalk } from '../../server/test/evaluations.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

async function makeConversation({ app, workspace }: Stage, transcript = {}): Promise<string> {
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  return makeTalk(app, { workspaceId, apiKey, transcript })
}

test.skipIf(noBrowser)(
  'a clip is made, shared, and shown to somebody without an account',
  async () => {
    await using stage = await openStage()
    const id = await makeConversation(stage)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/conversations/${id}?tab=clips`)
    await page.getByLabel('Title').fill('What hurts')
    await page.getByLabel('Start', { exact: true }).fill('0:30')
    await page.getByLabel('End', { exact: true }).fill('0:05')
    await page.getByRole('button', { name: 'Make a clip' }).click()
    await page.getByText('Like 4:07, with the end after the start.').first().waitFor()
    await page.getByLabel('Start', { exact: true }).fill('0:05')
    await page.getByLabel('End', { exact: true }).fill('0:15')
    await page.getByRole('button', { name: 'Make a clip' }).click()
    await page.getByRole('button', { name: 'Share What hurts' }).click()
    await page.getByRole('combobox', { name: 'The link works for' }).selectOption('1')
    await page.getByRole('button', { name: 'Make a link' }).click()
    const link = await page.getByLabel('Link', { exact: true }).inputValue()

    const stranger = await stage.open()
    await stranger.goto(link)
    await stranger.getByRole('heading', { name: 'What hurts' }).waitFor()
    await stranger.getByText('The old tool is slow', { exact: false }).waitFor()
    expect(await stranger.getByText('thanks for your time', { exact: false }).count()).toBe(0)
    expect(stranger.url()).toContain('/clip?token=')

    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Delete What hurts' }).click()
    await page.getByText('No clips yet').waitFor()
    await stranger.reload()
    await stranger.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a colleague is mentioned by the first letters of their name', async () => {
  await using stage = await openStage()
  const id = await makeConversation(stage)
  const [member] = (await stage.client.members.list()).data
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/conversations/${id}?tab=comments`)
  const field = page.getByRole('textbox', { name: 'Write a comment …' })
  await field.pressSequentially(`Look at this @${member?.name.slice(0, 3)}`)
  await page.getByRole('option', { name: member?.name ?? '' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByRole('listitem').getByText(`Look at this @${member?.name}`).waitFor()
  const { comments } = await stage.client.conversations.get(id)
  expect(comments.map(({ mentioned_user_ids: ids }) => ids)).toEqual([[member?.user_id]])
  expect(stage.complaints).toEqual([])
})

/** What a person feels as at once. */
const atOnceMs = 100

test.skipIf(noBrowser)('an hour of words draws few of them, and answers at once', async () => {
  await using stage = await openStage()
  const segments = Array.from({ length: 1_200 }, (_, index) => ({
    speaker: 1 + (index % 2),
    startMs: index * 3_000,
    endMs: index * 3_000 + 2_900,
    text: `Sentence ${index} about depots, seats and what they cost in the long run.`,
  }))
  const id = await makeConversation(stage, { segments })
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/conversations/${id}`)
  const transcript = page.getByRole('region', { name: 'Transcript' })
  await transcript.getByText('Sentence 0 about').waitFor()
  expect(await transcript.getByRole('listitem').count()).toBeLessThan(60)
  const find = page.getByRole('searchbox', { name: 'Find in the transcript' })
  await find.fill('Sentence 1199')
  await page.keyboard.press('Enter')
  await transcript.getByText('Sentence 1199 about').waitFor()

  // What the page itself takes for a letter typed, beside what the machine is busy with.
  const tookMs = await page.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>('main input[type=search]')
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
    const times: number[] = []
    for (const text of ['depots', 'seats', 'cost']) {
      const begin = performance.now()
      value?.set?.call(field, text)
      field?.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      times.push(performance.now() - begin)
    }
    return times.sort((one, other) => one - other)
  })
  expect(tookMs[0]).toBeLessThan(atOnceMs)
  expect(stage.complaints).toEqual([])
})
