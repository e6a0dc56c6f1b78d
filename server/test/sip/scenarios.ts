/** Scenarios of sipp. Words in square brackets are its own. */

const scenario = (...steps: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="parley">\n${steps.join('\n')}\n</scenario>\n`

const send = (attributes: string, ...lines: readonly string[]) =>
  `<send ${attributes}><![CDATA[\n${lines.join('\n')}\n\n]]></send>`

const sound = (port: number, payloadType: 0 | 8) => [
  'v=0',
  'o=sipp 1 1 IN IP4 [local_ip]',
  's=-',
  'c=IN IP4 [local_ip]',
  't=0 0',
  `m=audio ${port} RTP/AVP ${payloadType} 101`,
  `a=rtpmap:${payloadType} ${payloadType === 8 ? 'PCMA' : 'PCMU'}/8000`,
  'a=rtpmap:101 telephone-event/8000',
]

const caller = (method: string, seq: number, branch = '[branch]') => [
  `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
  'From: "Ann" <sip:+33123456789@[local_ip]:[local_port]>;tag=[pid]sipp[call_number]',
  'Call-ID: [call_id]',
  `CSeq: ${seq} ${method}`,
  'Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>',
  'Max-Forwards: 70',
]
const target = 'sip:[service]@[remote_ip]:[remote_port]'

const invite = (seq: number, port: number, credentials: readonly string[] = []) =>
  send(
    'retrans="500"',
    `INVITE ${target} SIP/2.0`,
    ...caller('INVITE', seq),
    `To: <${target}>`,
    ...credentials,
    'Content-Type: application/sdp',
    'Content-Length: [len]',
    '',
    ...sound(port, 8),
  )

/** Logs in, calls, and waits until it is hung up on. */
export const callsAndIsHungUpOn = (port: number, login: { username: string; password: string }) =>
  scenario(
    invite(1, port),
    '<recv response="401" auth="true"/>',
    send(
      '',
      `ACK ${target} SIP/2.0`,
      ...caller('ACK', 1),
      'To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]',
      'Content-Length: 0',
    ),
    invite(2, port, [`[authentication username=${login.username} password=${login.password}]`]),
    '<recv response="100" optional="true"/>',
    '<recv response="180" optional="true"/>',
    '<recv response="200" rrs="true"/>',
    send(
      '',
      'ACK [next_url] SIP/2.0',
      ...caller('ACK', 2),
      `To: <${target}>[peer_tag_param]`,
      'Content-Length: 0',
    ),
    '<recv request="BYE"/>',
    answer('200 OK'),
  )

/** Calls, and gives up while it rings. */
export const callsAndGivesUp = (port: number) =>
  scenario(
    invite(1, port),
    '<recv response="100" optional="true"/>',
    '<recv response="180"/>',
    send(
      'retrans="500"',
      `CANCEL ${target} SIP/2.0`,
      ...caller('CANCEL', 1, '[branch-3]'),
      `To: <${target}>`,
      'Content-Length: 0',
    ),
    '<recv response="200"/>',
    '<recv response="487"/>',
    send(
      '',
      `ACK ${target} SIP/2.0`,
      ...caller('ACK', 1, '[branch-6]'),
      `To: <${target}>[peer_tag_param]`,
      'Content-Length: 0',
    ),
  )

function answer(status: string, ...more: readonly string[]): string {
  const repeated = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `[last_${name}:]`)
  return send('', `SIP/2.0 ${status}`, ...repeated, '[last_To:]', ...more, 'Content-Length: 0')
}

const tagged = (status: string, ...more: readonly string[]) =>
  send(
    '',
    `SIP/2.0 ${status}`,
    ...['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `[last_${name}:]`),
    '[last_To:];tag=[pid]sipp[call_number]',
    'Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>',
    ...more,
  )

const takesInvite = [
  '<recv request="INVITE" rrs="true"><action>',
  '<ereg regexp=".*" search_in="hdr" header="From:" check_it="true" assign_to="caller"/>',
  '<ereg regexp=".*" search_in="hdr" header="To:" check_it="true" assign_to="callee"/>',
  '</action></recv>',
  '<Reference variables="caller,callee"/>',
].join('\n')

const answersWith = (port: number) => [
  tagged('180 Ringing', 'Content-Length: 0'),
  '<pause milliseconds="200"/>',
  send(
    'retrans="500"',
    'SIP/2.0 200 OK',
    ...['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `[last_${name}:]`),
    '[last_To:];tag=[pid]sipp[call_number]',
    'Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>',
    'Content-Type: application/sdp',
    'Content-Length: [len]',
    '',
    ...sound(port, 0),
  ),
  '<recv request="ACK"/>',
]

/** Wants a password, answers, and waits until it is hung up on. */
export const answersAndIsHungUpOn = (port: number) =>
  scenario(
    '<recv request="INVITE"/>',
    tagged(
      '407 Proxy Authentication Required',
      'Proxy-Authenticate: Digest realm="sipp", nonce="47ebe028cda119c35d4877b383027d28da013815", qop="auth", algorithm=MD5',
      'Content-Length: 0',
    ),
    '<recv request="ACK"/>',
    '<recv request="INVITE"><action>',
    '<verifyauth assign_to="isRight" username="ann" password="long-enough-secret"/>',
    '<test assign_to="isWrong" variable="isRight" compare="equal" value="0"/>',
    '</action></recv>',
    '<Reference variables="isRight,isWrong"/>',
    ...answersWith(port),
    '<recv request="BYE"/>',
    answer('200 OK'),
  )

export const isBusy = scenario(
  '<recv request="INVITE"/>',
  tagged('486 Busy Here', 'Content-Length: 0'),
  '<recv request="ACK"/>',
)

const notify = (seq: number, state: string, status: string) =>
  send(
    'retrans="500"',
    'NOTIFY [next_url] SIP/2.0',
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'From: [$callee];tag=[pid]sipp[call_number]',
    'To: [$caller]',
    'Call-ID: [call_id]',
    `CSeq: ${seq} NOTIFY`,
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    'Event: refer',
    `Subscription-State: ${state}`,
    'Content-Type: message/sipfrag',
    'Content-Length: [len]',
    '',
    `SIP/2.0 ${status}`,
  )

/** Answers, takes a transfer on, tells that it worked, and waits until it is hung up on. */
export const answersAndTransfers = (port: number) =>
  scenario(
    takesInvite,
    ...answersWith(port),
    '<recv request="REFER"/>',
    answer('202 Accepted'),
    notify(1, 'active;expires=60', '100 Trying'),
    '<recv response="200"/>',
    notify(2, 'terminated;reason=noresource', '200 OK'),
    '<recv response="200"/>',
    '<recv request="BYE"/>',
    answer('200 OK'),
  )
