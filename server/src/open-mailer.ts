import type { Context } from './context.ts'
import { type Mailer, openMailer } from './providers/mail/index.ts'

/** Sends as the configuration says. */
export function mailerOf({
  config,
  log,
  newId,
}: Pick<Context, 'config' | 'log' | 'newId'>): Mailer {
  const mailHost = config.publicUrl ? new URL(config.publicUrl).hostname : 'localhost'
  return openMailer({
    smtpUrl: config.smtpUrl,
    from: config.mailFrom ?? `Parley <parley@${mailHost}>`,
    dataDir: config.dataDir,
    log,
    newId,
  })
}
