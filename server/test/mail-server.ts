import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { ReceivedMail } from '../src/providers/mail/conformance.ts'

/** A real mail server on the loopback; `options` make it refuse. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const arrived: { to: string[]; bytes: Buffer }[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        // The envelope decides who gets it.
        const to = session.envelope.rcptTo.map((recipient) => recipient.address)
        arrived.push({ to, bytes: Buffer.concat(chunks) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    port,
    received: () => Promise.all(arrived.map(readMail)),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(resolve))
    },
  }
}

async function readMail({ to, bytes }: { to: string[]; bytes: Buffer }): Promise<ReceivedMail> {
  const { from, subject = '', text = '' } = await PostalMime.parse(bytes)
  return { from: from?.address ?? '', to, subject, text }
}
