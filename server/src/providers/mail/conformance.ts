import assert from 'node:assert/strict'
import type { Mail, Mailer } from './port.ts'

/** A mail as its reader's program shows it. */
export type ReceivedMail = { from: string; to: string[]; subject: string; text: string }

export type MailerUnderTest = {
  readonly mailer: Mailer
  /** What has arrived so far, in any order. */
  readonly received: () => Promise<ReceivedMail[]>
}

const from = { header: 'Parley <parley@example.com>', address: 'parley@example.com' }
const plain: Mail = {
  to: 'ada@example.com',
  subject: 'You are invited',
  text: 'Open this:\nhttps://parley.example.com/accept?id=1&token=abc=\n',
}

export const conformanceFrom = from.header

/** What every implementation of the port must do. Run by each one's own test. */
export const mailConformance: readonly {
  readonly title: string
  readonly check: (under: MailerUnderTest) => Promise<void>
}[] = [
  {
    title: 'a mail arrives once, with its sender, recipient, subject and text',
    async check({ mailer, received }) {
      await mailer.send(plain)
      assert.deepEqual(await received(), [
        { from: from.address, to: [plain.to], subject: plain.subject, text: plain.text },
      ])
    },
  },
  {
    title: 'letters of any script survive in subject and text',
    async check({ mailer, received }) {
      const mail = { ...plain, subject: 'Приглашение – 招待 🎉', text: 'Grüße, 田中さん\n' }
      await mailer.send(mail)
      const [mailRead] = await received()
      assert.equal(mailRead?.subject, mail.subject)
      assert.equal(mailRead?.text, mail.text)
    },
  },
  {
    title: 'a link longer than a mail line stays whole',
    async check({ mailer, received }) {
      const link = `https://parley.example.com/accept?token=${'x'.repeat(2_000)}`
      await mailer.send({ ...plain, text: `${link}\n` })
      assert.equal((await received())[0]?.text, `${link}\n`)
    },
  },
  {
    title: 'a line break in a subject or an address adds no header and no recipient',
    async check({ mailer, received }) {
      await mailer.send({ ...plain, subject: 'Hello\r\nBcc: eve@example.com' })
      await mailer.send({ ...plain, to: 'ada@example.com\r\nBcc: eve@example.com' }).catch(() => {})
      for (const mail of await received()) {
        assert.ok(!mail.to.includes('eve@example.com'), `sent to ${mail.to.join()}`)
      }
    },
  },
  {
    title: 'mails sent at the same time all arrive',
    async check({ mailer, received }) {
      const subjects = Array.from({ length: 5 }, (_, index) => `Mail ${index}`)
      await Promise.all(subjects.map((subject) => mailer.send({ ...plain, subject })))
      assert.deepEqual((await received()).map((mail) => mail.subject).sort(), subjects)
    },
  },
]
