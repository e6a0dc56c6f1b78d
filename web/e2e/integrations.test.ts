import { expect, test } from 'vitest'
import { startMailServer } from '../../server/test/mail-server.ts'
import { makeMember } from '../../server/test/people.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)(
  'an integration that fails says why, and one that works says so',
  async () => {
    await using mail = await startMailServer()
    await using stage = await openStage({
      environment: {
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        LLM_BASE_URL: 'http://127.0.0.1:9/v1',
        LLM_MODEL: 'small',
      },
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.getByRole('link', { name: 'Integrations' }).click()
    await page.getByText('small').waitFor()

    await page.getByRole('button', { name: 'Test: Language model' }).click()
    await page.getByText('Nobody answers at the address').waitFor()
    await page.getByText(/ECONNREFUSED/).waitFor()
    await page.getByRole('button', { name: 'Test: Mail' }).click()
    await page.getByText(`The mail server took a mail to ${stage.workspace.email}`).waitFor()
    expect(await mail.received()).toMatchObject([{ to: [stage.workspace.email] }])
    await page.getByRole('button', { name: 'Test: Media storage' }).click()
    await page.getByText(/was written, read and deleted/).waitFor()

    await page.getByRole('link', { name: /Fathom/ }).click()
    await page.waitForURL(/\/integrations\/fathom/)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a rep connects Fathom, and sees nothing of the server', async () => {
  await using stage = await openStage()
  const { email } = await makeMember(stage.app, stage.workspace, 'rep')
  const page = await stage.open()
  await signIn(page, email)
  await page.goto('/integrations')
  await page.getByRole('link', { name: /Fathom/ }).waitFor()
  expect(await page.getByRole('button', { name: /Test/ }).count()).toBe(0)
  expect(stage.complaints).toEqual([])
})
