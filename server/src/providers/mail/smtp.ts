import type { Transporter } from 'nodemailer'
import { ProviderError } from '../provider-error.ts'
import type { Mailer } from './port.ts'

const connectTimeoutMs = 5_000
/** A person waits for the reply of an invitation; a slower server counts as failed. */
const replyTimeoutMs = 10_000

/** Hands mails to a mail server. nodemailer is loaded with the first mail. */
export function openSmtp({ url, from }: { url: string; from: string }): Mailer {
  let opened: Promise<Transporter> | undefined

  async function open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url,
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      socketTimeout: replyTimeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  return {
    delivers: true,
    async send({ to, subject, text }) {
      opened ??= open()
      try {
        const transport = await opened
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text })
      } catch (error) {
        throw new ProviderError('smtp', isTemporary(error), error)
      }
    },
    async close() {
      const transport = await opened?.catch(() => undefined)
      transport?.close()
    },
  }
}

/** RFC 5321: a 5yz reply will be the same next time; anything else may pass. */
function isTemporary(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: unknown }
  return typeof responseCode !== 'number' || responseCode < 500
}
