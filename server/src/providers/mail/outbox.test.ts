import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { silentLog } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import { conformanceFrom, mailConformance, type ReceivedMail } from './conformance.ts'
import { openOutbox } from './outbox.ts'

async function makeOutbox() {
  const parent = await mkdtemp(join(tmpdir(), 'parley-outbox-'))
  const folder = join(parent, 'outbox')
  const mailer = openOutbox({ folder, from: conformanceFrom, log: silentLog, newId: v7 })
  return {
    folder,
    mailer,
    async received(): Promise<ReceivedMail[]> {
      const files = await readdir(folder)
      return Promise.all(files.map(async (file) => readMail(await readFile(join(folder, file)))))
    },
    async [Symbol.asyncDispose]() {
      await mailer.close()
      await rm(parent, { recursive: true })
    },
  }
}

async function readMail(bytes: Buffer): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(bytes)
  const recipients = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])]
  return {
    from: mail.from?.address ?? '',
    to: recipients.map((recipient) => recipient.address ?? ''),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  }
}

for (const { title, check } of mailConformance) {
  test(`outbox: ${title}`, async () => {
    await using outbox = await makeOutbox()
    await expect(check(outbox)).resolves.toBeUndefined()
  })
}

test('only the user of the server may read the mails', async () => {
  await using outbox = await makeOutbox()
  await outbox.mailer.send({ to: 'ada@example.com', subject: 'Secret', text: 'link' })
  const [file = ''] = await readdir(outbox.folder)
  expect((await stat(join(outbox.folder, file))).mode & 0o777).toBe(0o600)
  expect((await stat(outbox.folder)).mode & 0o777).toBe(0o700)
})

test('a folder that cannot be written is reported as a failure of the outbox', async () => {
  await using outbox = await makeOutbox()
  await writeFile(outbox.folder, 'a file stands where the folder should')
  const sent = outbox.mailer.send({ to: 'ada@example.com', subject: 'Hello', text: 'link' })
  await expect(sent).rejects.toBeInstanceOf(ProviderError)
})
