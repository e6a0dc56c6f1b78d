import { join } from 'node:path'
import type { Logger } from '../../platform/log.ts'
import { openOutbox } from './outbox.ts'
import type { Mailer } from './port.ts'
import { openSmtp } from './smtp.ts'

export type { Mail, Mailer } from './port.ts'

/** The configured mail server, or the outbox folder when there is none. */
export function openMailer(options: {
  smtpUrl: string | undefined
  /** `Name <address>` that mails come from. */
  from: string
  dataDir: string
  log: Logger
  newId: () => string
}): Mailer {
  const { smtpUrl, from, dataDir, log, newId } = options
  if (smtpUrl) return openSmtp({ url: smtpUrl, from })
  return openOutbox({ folder: join(dataDir, 'outbox'), from, log, newId })
}
