import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../eventually.ts'
import { someSpeech } from '../voice-ears.ts'
import { missing, runTool, tempFolder } from './run-tool.ts'
import { addSipNumber, endOf, host, login, number, startSipApp, turnsOf } from './sip-app.ts'

const noBaresip = missing('baresip', '-h')

/** Speech after enough silence for the agent to greet, and silence after it, at 8 kHz. */
async function writeMicrophone(file: string): Promise<void> {
  const audio = await someSpeech(1_500)
  const [before, after] = [4 * 8_000, 20 * 8_000]
  const samples = new Int16Array(before + audio.length / 2 + after)
  for (let at = 0; at < audio.length / 2; at += 1) {
    samples[before + at] = (audio[at * 2] ?? 0) * 32_767
  }
  await writeFile(file, Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]))
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8_000, 24)
  header.writeUInt32LE(16_000, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return header
}

/** A softphone with a WAV file as its microphone, which records what it hears. */
async function startBaresip(
  folder: string,
  port: number,
  transport: 'udp' | 'tcp',
  ...commands: string[]
) {
  await writeMicrophone(join(folder, 'microphone.wav'))
  const { username, password } = login
  const account = [
    `<sip:${username}@${host}:${port};transport=${transport}>`,
    `auth_user=${username}`,
    `auth_pass=${password}`,
    'regint=60',
    'answermode=auto',
    'audio_codecs=pcmu/8000/1',
  ]
  await writeFile(join(folder, 'accounts'), `${account.join(';')}\n`)
  const config = [
    `sip_listen ${host}:0`,
    'audio_player aubridge,nil',
    `audio_source aufile,${join(folder, 'microphone.wav')}`,
    'audio_alert aubridge,nil',
    'ausrc_srate 8000',
    'auplay_srate 8000',
    'ausrc_channels 1',
    'auplay_channels 1',
    'rtp_ports 28000-28999',
    'rtcp_mux no',
    `net_interface ${host}`,
    'module_path /usr/lib/baresip/modules',
    ...['g711', 'aufile', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`),
    ...['account', 'menu'].map((name) => `module_app ${name}.so`),
    `snd_path ${folder}`,
  ]
  await writeFile(join(folder, 'config'), `${config.join('\n')}\n`)
  const asked = commands.flatMap((command) => ['-e', command])
  return runTool('baresip', ['-f', folder, '-v', ...asked], folder)
}

/** How much of what the softphone heard was louder than silence, in milliseconds. */
async function heardMs(folder: string): Promise<number> {
  const name = (await readdir(folder)).find((file) => file.endsWith('-dec.wav'))
  if (name === undefined) return 0
  const bytes = await readFile(join(folder, name))
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44))
  return samples.filter((sample) => Math.abs(sample) > 300).length / 8
}

const conversation = [
  'agent: Hello, this is Acme.',
  'user: Goodbye',
  'agent: Thank you for calling. Goodbye!',
]

test.for(['udp', 'tcp'] as const)(
  'baresip logs in over %s, calls the agent, hears it and is heard',
  async (transport, context) => {
    context.skip(noBaresip !== undefined, `baresip does not run: ${noBaresip}`)
    await using sip = await startSipApp()
    await addSipNumber(sip, { inbound: login })
    await using folder = await tempFolder()
    const dial = `/dial sip:${number}@${host}:${sip.port};transport=${transport}`
    await using phone = await startBaresip(folder.path, sip.port, transport, dial)
    const ended = await endOf(sip.app).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${phone.output()}`)
    })
    expect(ended).toMatchObject({ status: 'COMPLETED', direction: 'inbound' })
    expect(await turnsOf(sip.app), phone.output()).toEqual(conversation)
    expect(await heardMs(folder.path)).toBeGreaterThan(500)
  },
)

test('the agent calls baresip where it has registered, and they talk', async (context) => {
  context.skip(noBaresip !== undefined, `baresip does not run: ${noBaresip}`)
  await using sip = await startSipApp()
  await addSipNumber(sip, { inbound: login })
  await using folder = await tempFolder()
  await using phone = await startBaresip(folder.path, sip.port, 'udp')
  const body = { toNumber: '+33123456789', fromNumber: number, voiceAgentId: sip.agent.id }
  const call = () => sip.app.call('POST', '/v1/voice-agents/call', { body })
  // Until it has registered, nobody is there.
  await eventually(call, ({ status }) => status === 200, 20_000)
  await eventually(
    () => turnsOf(sip.app),
    ({ length }) => length === conversation.length,
    40_000,
  )
  expect(await turnsOf(sip.app), phone.output()).toEqual(conversation)
  expect(await heardMs(folder.path)).toBeGreaterThan(500)
}, 90_000)
