import type {
  AgentState,
  SaidTurn,
  TalkListener,
  UserState,
} from '../../providers/voice-engine/index.ts'
import { phrases } from './built-in/phrases.ts'
import type { LiveCall } from './live-call.ts'
import { thinkingSound } from './sounds.ts'
import { thinkAloud } from './think-aloud.ts'

/** What a call makes of everything that happens in its talk: the record, the far end, the silence. */
export function talkListener(live: LiveCall): TalkListener {
  const { record } = live
  const thinking = thinkingAloud(live)
  return {
    onTurn: (turn) => onTurn(live, turn),
    onUserText(text, isFinal) {
      live.isWaiting = false
      live.silence.heard()
      live.tell({ type: 'user-text', text, isFinal })
    },
    onAgentState(state) {
      thinking(state)
      onAgentState(live, state)
    },
    onUserState: (state, atMs) => onUserState(live, state, atMs),
    onUserSpeech: (kind, endMs) => record.speech.callerSaid(kind, endMs),
    onHeard(samples, atMs) {
      record.sound.heardAgent(samples, atMs)
      record.speech.agentHeard(samples, atMs)
      for (const { onSound } of live.listeners) onSound('agent', samples)
    },
    onInterrupted() {
      record.log({ category: 'CONVERSATION', message: 'The user interrupted' })
    },
    onLanguage: (language) => onLanguage(live, language),
    onError(error, isFatal) {
      record.log({ category: 'ERROR', message: error.message })
      if (isFatal) void live.end('failed')
    },
    onUsage: (usage) => record.usage(usage),
  }
}

function onTurn(live: LiveCall, turn: SaidTurn): void {
  live.record.turn(turn)
  if (turn.speaker === 'agent') live.tell({ type: 'agent-text', text: turn.text })
}

/** The sound of thinking, as long as the agent thinks. */
function thinkingAloud({ settings, timers, speaker }: LiveCall): (state: AgentState) => void {
  let stop = () => {}
  return (state) => {
    stop()
    if (state === 'thinking' && settings.thinkingVoice) {
      stop = thinkAloud(timers, () => speaker.play(thinkingSound()))
    }
  }
}

function onAgentState(live: LiveCall, state: AgentState): void {
  if (state === 'listening' || state === 'idle') live.silence.quiet()
  else live.silence.busy()
  live.tell({ type: 'state', state })
}

function onUserState(live: LiveCall, state: UserState, atMs: number): void {
  live.record.speech.callerIs(state, atMs)
  if (state === 'speaking') live.silence.busy()
  else live.silence.quiet()
}

function onLanguage(live: LiveCall, language: string): void {
  if (!live.settings.languageDialectSwitcher) return
  if (language === live.language || !(language in phrases)) return
  const payload = { from: live.language, to: language }
  live.record.log({ category: 'CALL', message: 'The language changes', payload })
  live.language = language
}
