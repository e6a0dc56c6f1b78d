import type { Context } from '../context.ts'
import {
  addTurns,
  type CallRef,
  logEntry,
  type NewTurn,
  recordTool,
} from '../modules/agent-calls/index.ts'
import type { Executor } from '../platform/db/database.ts'
import { backThen } from './back-then.ts'
import type { TalkScript } from './call-texts.ts'
import type { Dice } from './dice.ts'

const wordsPerSecond = 2.7

/** Values of what stands in braces. */
type Values = Readonly<Record<string, string>>

export type Held = {
  readonly dice: Dice
  readonly script: TalkScript
  readonly values: Values
  readonly answeredMs: number
}

/** What was said in a call, and when it was over: milliseconds after the answer. */
export type Spoken = { readonly turns: readonly NewTurn[]; readonly lastsMs: number }

/** The lines of a script at the pace of speech, with how long the agent took to answer. */
export function speak({ dice, script, values, answeredMs }: Held): Spoken {
  let endMs = 600
  const turns = script.lines.map(([speaker, text], index): NewTurn => {
    const said = fill(text, values)
    const heardMs = dice.between(640, 1_380)
    const pauseMs = speaker === 'agent' && index > 0 ? heardMs : dice.between(250, 1_500)
    const startMs = endMs + (index > 0 ? pauseMs : 0)
    endMs = startMs + Math.round((said.split(' ').length / wordsPerSecond) * 1_000)
    const turn = { id: dice.idAt(answeredMs + startMs), text: said, startMs, endMs }
    if (speaker === 'user') return { ...turn, speaker, confidence: dice.between(86, 98) / 100 }
    if (index === 0) return { ...turn, speaker }
    return { ...turn, speaker, latency: latencyOf(dice, heardMs) }
  })
  return { turns, lastsMs: endMs + dice.between(400, 1_600) }
}

/** Milliseconds since the user's last sound, each step after the one before. */
function latencyOf(dice: Dice, heardMs: number) {
  const firstAudioMs = heardMs - dice.between(15, 45)
  const firstTokenMs = firstAudioMs - dice.between(90, 180)
  const transcriptionMs = firstTokenMs - dice.between(60, 140)
  const endOfTurnMs = transcriptionMs - dice.between(10, 60)
  return { endOfTurnMs, transcriptionMs, firstTokenMs, firstAudioMs, heardMs }
}

/** Writes what was said and done in a call that was answered. */
export async function writeTalk(
  tx: Executor,
  context: Context,
  call: CallRef,
  { held, spoken }: { readonly held: Held; readonly spoken: Spoken },
): Promise<void> {
  const { script, values, answeredMs } = held
  await addTurns(tx, context, call, spoken.turns)
  const momentOfLine = (line: number) => answeredMs + (spoken.turns[line]?.startMs ?? 0)
  let from: string | null = null
  for (const [node, line] of script.path ?? []) {
    await logEntry(tx, backThen(context, momentOfLine(line) - 150), call, {
      category: 'node_movement',
      message: 'Node moved',
      nodeId: node,
      payload: { action: 'move_node', from, to: node },
    })
    from = node
  }
  const { tool } = script
  if (!tool) return
  const { name, durationMs } = tool
  await recordTool(tx, backThen(context, momentOfLine(tool.beforeLine) - 200), call, {
    name,
    input: fillAll(tool.input, values),
    output: fillAll(tool.output, values),
    succeeded: true,
    durationMs,
  })
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** The texts in a value of any shape. */
export function fillAll<T>(value: T, values: Values): T {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? fill(part, values) : part,
  ) as T
}

/** Characters that were spoken, and seconds that were heard. */
export function usageOf({ turns }: Spoken) {
  const ofAgent = turns.filter(({ speaker }) => speaker === 'agent')
  const ofUser = turns.filter(({ speaker }) => speaker === 'user')
  return {
    spokenCharacters: ofAgent.reduce((sum, { text }) => sum + text.length, 0),
    heardSeconds: ofUser.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 1_000, 0),
  }
}
