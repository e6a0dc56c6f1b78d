import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import type { Mailer } from './port.ts'

/**
 * Mails as .eml files, for a machine without a mail server. They hold secret links, so only the
 * server's own user can read them, and the log gets no more than recipient and subject.
 */
export function openOutbox(options: {
  folder: string
  from: string
  log: Logger
  /** Names the file; sorts by time. */
  newId: () => string
}): Mailer {
  const { folder, from, log, newId } = options
  return {
    delivers: false,
    async send({ to, subject, text }) {
      const file = join(folder, `${newId()}.eml`)
      try {
        const { createTransport } = await import('nodemailer')
        const transport = createTransport({ streamTransport: true, buffer: true })
        const { message } = await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
        })
        await mkdir(folder, { recursive: true, mode: 0o700 })
        // Renamed when complete: whoever watches the folder never reads half a mail.
        await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 })
        await rename(`${file}.part`, file)
      } catch (error) {
        throw new ProviderError('outbox', true, error)
      }
      log.info({ to, subject }, 'mail written to the outbox; no SMTP_URL is set')
    },
    async close() {},
  }
}
