import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { emailOf } from '../accounts/index.ts'
import { askCarriers } from '../phone-numbers/index.ts'
import { type Check, CheckFailure } from './check.ts'

/** Mails whoever asks, and nobody else. */
export const checkMail: Check = async ({ context, principal, mailer }) => {
  const to = await emailOf(context, principal.userId)
  await mailer.send({
    to,
    subject: 'Parley can send mail',
    text: 'Somebody, probably you, pressed the test button of the mail integration. It works.\n',
  })
  if (mailer.delivers) return `The mail server took a mail to ${to}. Look into that mailbox.`
  return `No mail server is set up (SMTP_URL), so the mail to ${to} lies in DATA_DIR/outbox.`
}

const maxBytes = 1_000

/** Writes a file beside the workspace's recordings, reads it, and deletes it. */
export const checkMediaStorage: Check = async ({ context: { media, newId }, principal }) => {
  const key = { workspaceId: principal.workspaceId, id: newId() }
  const content = `Written by a test as ${key.id}`
  try {
    const bytes = await media.put(key, Readable.from([Buffer.from(content)]), { maxBytes })
    const read = await text(await media.read(key))
    if (read === content) return `A file of ${bytes} bytes was written, read and deleted.`
    throw new CheckFailure('wrong_answer', 'A file was written, and other bytes were read.')
  } finally {
    await media.delete(key)
  }
}

/** Asks each carrier of the workspace whether it lets us in. */
export const checkTelephony: Check = async ({ context, principal }) => {
  const answers = await askCarriers(context, principal.workspaceId)
  if (answers.length === 0) {
    throw new CheckFailure('not_configured', 'The workspace has no phone numbers. Add one first.')
  }
  const failed = answers.filter(({ error }) => error !== undefined)
  const [first] = failed
  if (!first) return answers.map(({ account, told }) => `${account}: ${told}`).join(' ')
  const { error, account, numbers } = first
  throw new Error(`${account} (numbers: ${numbers})`, { cause: error })
}
