import type { JoinedRoom } from '../../providers/rooms/index.ts'
import { answerOf } from './room-wire-rules.ts'
import type { CallNotice, CallTransport } from './transport.ts'

/** The page is asked no longer than this; whoever waits for it may give up sooner. */
const toolTimeoutMs = 20_000

type Line = {
  readonly room: JoinedRoom
  /** Both write instead of speaking. */
  readonly isChat: boolean
  /** ISO 639-1. */
  readonly language: string
  readonly newId: () => string
  readonly close: (reason: string) => void
}

/** The way to a page in a room, as SDKs 0.4 to 0.6 of Hamsa's voice agents expect it. */
export function roomTransport(line: Line): CallTransport {
  const { room } = line
  return {
    // How much was heard is told by the clock: rooms echo no marks.
    speaker: { play: room.play, clear: room.clear, mark: undefined },
    tell: (notice) => tell(line, notice),
    useTool: ({ name, arguments: given }, signal) =>
      askPage(room, name, JSON.stringify(given), signal),
    close: line.close,
  }
}

function tell({ room, isChat, language, newId }: Line, notice: CallNotice): void {
  switch (notice.type) {
    case 'state':
      return room.setState(notice.state)
    case 'agent-text':
      return isChat
        ? room.write(notice.text)
        : room.transcribe({ id: newId(), by: 'host', text: notice.text, language })
    case 'user-text':
      // A page shows what it wrote itself, and would take each guess for a sentence.
      if (isChat || !notice.isFinal) return
      return room.transcribe({ id: newId(), by: 'guest', text: notice.text, language })
    case 'custom':
      return room.send({ event: notice.event, content: notice.data })
  }
}

async function askPage(
  room: JoinedRoom,
  name: string,
  payload: string,
  signal: AbortSignal,
): Promise<unknown> {
  let stop = () => {}
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(new Error(`The page did not answer ${name} in time.`))
    signal.addEventListener('abort', stop)
  })
  try {
    if (signal.aborted) stop()
    return answerOf(await Promise.race([room.ask(name, payload, toolTimeoutMs), late]))
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
