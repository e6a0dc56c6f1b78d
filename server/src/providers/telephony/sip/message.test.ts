import { expect, test } from 'vitest'
import { headerOf, listOf, readMessage, responseTo, writeMessage } from './message.ts'

const lines = (...parts: readonly string[]) => Buffer.from(`${parts.join('\r\n')}\r\n\r\n`)

const plain = [
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc;rport',
  'From: "Ann" <sip:ann@example.org>;tag=1',
  'To: <sip:+442079460958@example.org>',
  'Call-ID: a@192.0.2.1',
  'CSeq: 1 INVITE',
]
const invite = (...more: readonly string[]) =>
  lines('INVITE sip:+442079460958@example.org SIP/2.0', ...plain, ...more)

/** A whole message with one header replaced. */
const inviteWith = (header: string) => {
  const name = header.split(':')[0] ?? ''
  const kept = plain.filter((line) => !line.startsWith(`${name}:`))
  return lines('INVITE sip:+442079460958@example.org SIP/2.0', ...kept, header)
}

test('a request is read with what it must say', () => {
  expect(readMessage(invite('Max-Forwards: 70', 'Content-Length: 0'))).toMatchObject({
    method: 'INVITE',
    uri: 'sip:+442079460958@example.org',
    body: '',
    envelope: {
      callId: 'a@192.0.2.1',
      cseq: { number: 1, method: 'INVITE' },
      from: { display: 'Ann', uri: 'sip:ann@example.org' },
      via: { transport: 'UDP', host: '192.0.2.1', port: 5060 },
    },
  })
})

test('a tortuous but right request is understood: short names, folded lines, odd blanks, escapes', () => {
  const message = readMessage(
    Buffer.concat([
      lines(
        'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
        'TO :',
        ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
        'f   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        '  ;',
        '  tag = 98asjd8',
        'MaX-fOrWaRdS: 0068',
        'i: wsinv.ndaksdj@192.0.2.1',
        'Content-Length   : 4',
        'cseq: 0009',
        '  INVITE',
        'v: SIP  / 2.0  /UDP 192.0.2.2;branch=390skdjuw ,',
        ' SIP  / 2.0  / TCP     spindle.example.com   ;',
        '  branch  =   z9hG4bK9ikj8  , SIP  /    2.0   / UDP  192.168.255.111   ; branch=z9hG4bK30239',
        's :',
        'NewFangledHeader:   newfangled value',
        ' continued newfangled value',
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam = newvalue , tel:+441',
      ),
      Buffer.from('v=0\r'),
    ]),
  )
  if (!message) throw new Error('It was not understood.')
  expect(message.envelope).toMatchObject({
    cseq: { number: 9, method: 'INVITE' },
    from: { display: 'J Rosenberg \\"' },
    via: { transport: 'UDP', host: '192.0.2.2' },
  })
  expect(message.envelope.to.params.get('tag')).toBe('1918181833n')
  expect(message.envelope.from.params.get('tag')).toBe('98asjd8')
  expect(listOf(message, 'via')).toHaveLength(3)
  expect(listOf(message, 'contact')).toHaveLength(2)
  expect(headerOf(message, 'newfangledheader')).toBe('newfangled value continued newfangled value')
  expect(message.body).toBe('v=0\r')
})

test.each([
  ['an answer without a reason', 'SIP/2.0 100 ', 100, ''],
  ['an answer with blanks in its reason', 'SIP/2.0 486 Busy right here', 486, 'Busy right here'],
  ['a reason in another script', 'SIP/2.0 200 = 2**3 * 5**2 но сто', 200, '= 2**3 * 5**2 но сто'],
])('%s is read', (_, start, status, reason) => {
  expect(readMessage(lines(start, ...plain))).toMatchObject({ status, reason })
})

test.each([
  ['nothing', Buffer.from('')],
  ['noise', Buffer.from([0, 1, 2, 255, 13, 10, 13, 10])],
  ['no end of the headers', Buffer.from('INVITE sip:a@b SIP/2.0\r\nVia: x')],
  ['another version', lines('INVITE sip:a@b SIP/7.0', ...plain)],
  ['blanks in the address', lines('INVITE sip:a b@c SIP/2.0', ...plain)],
  ['no address', lines('INVITE  SIP/2.0', ...plain)],
  ['a method that is no word', lines('INV"ITE sip:a@b SIP/2.0', ...plain)],
  ['another method in CSeq', inviteWith('CSeq: 1 BYE')],
  ['a number that is too large', inviteWith('CSeq: 36893488147419103232 INVITE')],
  ['no number', inviteWith('CSeq: INVITE')],
  ['a negative length', inviteWith('Content-Length: -999')],
  ['more announced than there is', inviteWith('Content-Length: 9999')],
  ['no Via', inviteWith('Via: ')],
  ['a Via of another protocol', inviteWith('Via: SMTP/2.0/UDP 192.0.2.1')],
  ['a sender that is none', inviteWith('From: nobody')],
  ['an open bracket', inviteWith('To: <sip:ann@example.org')],
  ['an open quote', inviteWith('To: "Ann <sip:ann@example.org>')],
  ['two senders', invite('From: <sip:eve@example.org>;tag=2')],
  ['two calls at once', invite('Call-ID: b')],
  ['a header without a name', invite(': nothing')],
  ['a header without a colon', invite('Nonsense')],
  ['a status out of range', lines('SIP/2.0 4294967301 better', ...plain)],
  ['too many headers', invite(...Array.from({ length: 300 }, () => 'X: 1'))],
  ['a line without end', invite(`X: ${'a'.repeat(9_000)}`)],
])('%s is no message', (_, bytes) => {
  expect(readMessage(bytes)).toBeUndefined()
})

test('tens of thousands of random changes of a message are survived', () => {
  const whole = invite('Contact: <sip:ann@192.0.2.1>', 'Content-Length: 3')
  const bytes = Buffer.concat([whole, Buffer.from('v=0')])
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let round = 0; round < 20_000; round += 1) {
    const changed = Buffer.from(bytes)
    for (let change = 0; change < 5; change += 1) changed[random(changed.length)] = random(256)
    expect(() => readMessage(changed.subarray(0, random(changed.length)))).not.toThrow()
    expect(() => readMessage(changed)).not.toThrow()
  }
})

test('no message takes longer to read than in proportion to its length', () => {
  const blanks = ' '.repeat(8_000)
  const startedAt = performance.now()
  for (const header of [
    `To: ${blanks}x`,
    `To: "${blanks}`,
    `To: <sip:a@b>;x=${blanks}y${blanks}`,
    `Via: SIP/2.0/UDP${blanks}a${blanks}b`,
    `From: ${'<'.repeat(8_000)}`,
    `From: ${';'.repeat(8_000)}`,
    `Call-ID: ${blanks}a${blanks}`,
  ]) {
    readMessage(inviteWith(header))
  }
  readMessage(invite(`X:${' '.repeat(60_000)}y`))
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})

test('an answer repeats what it must, and carries our tag once', () => {
  const request = readMessage(invite())
  if (!request || !('method' in request)) throw new Error('It was not understood.')
  const text = writeMessage(responseTo(request, 180, { toTag: 'ours' })).toString()
  expect(text).toBe(
    [
      'SIP/2.0 180 Ringing',
      ...plain.map((line) => (line.startsWith('To') ? `${line};tag=ours` : line)),
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
})

test('nothing that is written begins a line of its own', () => {
  const headers = [['x-account', 'a\r\nVia: SIP/2.0/UDP evil']] as const
  const text = writeMessage({ method: 'OPTIONS', uri: 'sip:a@b', headers, body: '' }).toString()
  expect(text).toBe(
    'OPTIONS sip:a@b SIP/2.0\r\nX-Account: a Via: SIP/2.0/UDP evil\r\nContent-Length: 0\r\n\r\n',
  )
})
