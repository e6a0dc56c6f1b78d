import { constants, setPriority } from 'node:os'
import { openConverter, joinPcm, speedFor } from '../pcm.ts'
import { type Espeak, openEspeak } from './espeak.ts'
import { openFlite } from './flite.ts'
import { openKokoro } from './kokoro.ts'
import type { EngineLine, FromEngine, SpeakerFiles, SpeakerKind, ToEngine } from './messages.ts'
import type { Speaker } from './speaker.ts'

// A process of its own: programs of other licences stay apart from the server, its event loop never
// stands still, and the memory goes back when the process ends.

// Before any thread starts: threads inherit it. Requests come first, listening to recordings last.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const open = new Map<SpeakerKind, Promise<Speaker>>()
let espeak: Promise<Espeak> | undefined
const takeEspeak = (program: string) => (espeak ??= openEspeak(program))

const waiting: { readonly id: number; readonly line: EngineLine }[] = []
let isSpeaking = false

process.on('message', (message: ToEngine) => {
  if (message.type === 'open') void answer(message.id, () => openOnce(message.files))
  else if (message.type === 'say') {
    waiting.push(message)
    void speakAll()
  } else {
    const index = waiting.findIndex(({ id }) => id === message.id)
    if (index >= 0) waiting.splice(index, 1)
  }
})
process.on('disconnect', () => process.exit())

/** In the order of arrival: those who speak at the same time take turns, clause by clause. */
async function speakAll(): Promise<void> {
  if (isSpeaking) return
  isSpeaking = true
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { id, line } = next
    await answer(id, () => say(line))
    // Lets messages in: one of them may say that the next is not wanted.
    await new Promise((done) => setImmediate(done))
  }
  isSpeaking = false
}

async function answer(id: number, work: () => Promise<Int16Array | undefined>): Promise<void> {
  try {
    const audio = await work()
    tell(audio ? { type: 'said', id, audio } : { type: 'opened', id })
  } catch (error) {
    tell({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

async function openOnce(files: SpeakerFiles): Promise<undefined> {
  let opening = open.get(files.kind)
  if (!opening) {
    opening = openSpeaker(files)
    open.set(files.kind, opening)
    opening.catch(() => open.delete(files.kind))
  }
  await opening
}

async function openSpeaker(files: SpeakerFiles): Promise<Speaker> {
  if (files.kind === 'flite') return openFlite(files.program)
  const voice = await takeEspeak(files.program)
  return files.kind === 'espeak' ? voice : openKokoro(files, voice)
}

async function say(line: EngineLine): Promise<Int16Array> {
  const speaker = await open.get(line.speaker)
  if (!speaker) throw new Error(`${line.speaker} is not open.`)
  const { text, language, voice, speed, pitch, sampleRate } = line
  const pace = speedFor(speed, pitch)
  const said = await speaker.speak({ text, language, voice, speed: pace })
  const converter = openConverter(said.sampleRate, sampleRate, pitch)
  return joinPcm([converter.push(said.audio), converter.end()])
}

function tell(message: FromEngine): void {
  process.send?.(message)
}
