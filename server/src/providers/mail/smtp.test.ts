import { expect, test } from 'vitest'
import { startMailServer } from '../../../test/mail-server.ts'
import { ProviderError } from '../provider-error.ts'
import { conformanceFrom, mailConformance } from './conformance.ts'
import { openSmtp } from './smtp.ts'

function openMailer(port: number) {
  return openSmtp({ url: `smtp://127.0.0.1:${port}`, from: conformanceFrom })
}

for (const { title, check } of mailConformance) {
  test(`smtp: ${title}`, async () => {
    await using server = await startMailServer()
    const mailer = openMailer(server.port)
    const { received } = server
    await expect(check({ mailer, received })).resolves.toBeUndefined()
    await mailer.close()
  })
}

const mail = { to: 'ada@example.com', subject: 'Hello', text: 'link' }

test('a recipient the server refuses for good is not worth another try', async () => {
  await using server = await startMailServer({
    onRcptTo(_address, _session, done) {
      done(Object.assign(new Error('No such person'), { responseCode: 550 }))
    },
  })
  const error: unknown = await openMailer(server.port)
    .send(mail)
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProviderError)
  expect(error).toMatchObject({ provider: 'smtp', retryable: false })
})

test('a server that is busy or away is worth another try', async () => {
  const server = await startMailServer({
    onMailFrom(_address, _session, done) {
      done(Object.assign(new Error('Later'), { responseCode: 451 }))
    },
  })
  const mailer = openMailer(server.port)
  await expect(mailer.send(mail)).rejects.toMatchObject({ retryable: true })
  await server[Symbol.asyncDispose]()
  await expect(mailer.send(mail)).rejects.toMatchObject({ retryable: true })
})

test('name and password of the address are used, and a wrong password fails', async () => {
  await using server = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === 'parley' && password === 'p@ss') return done(null, { user: 'parley' })
      done(new Error('Wrong'))
    },
  })
  const open = (password: string) =>
    openSmtp({
      url: `smtp://parley:${password}@127.0.0.1:${server.port}`,
      from: conformanceFrom,
    })
  await open('p%40ss').send(mail)
  expect(await server.received()).toHaveLength(1)
  await expect(open('wrong').send(mail)).rejects.toBeInstanceOf(ProviderError)
})
