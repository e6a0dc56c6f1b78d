import type { SpeechJudge, VoiceEngine } from './port.ts'

export {
  type AgentState,
  callRate,
  type Loudspeaker,
  type SaidTurn,
  type SpeechJudge,
  type SpeechKind,
  type Talk,
  type TalkListener,
  type TalkTool,
  type ToolWords,
  type UserState,
  type VoiceEngine,
} from './port.ts'

/**
 * Loads nothing before the first call: the session's libraries take about 100 MB. `judge`: who tells
 * speech from noise instead of Silero.
 */
export function openVoiceEngine(judge?: SpeechJudge): VoiceEngine {
  return {
    async prepare() {
      const { prepareTalks } = await import('./livekit-talk.ts')
      prepareTalks()
    },
    async openTalk(options) {
      const { openTalk } = await import('./livekit-talk.ts')
      return openTalk(options, judge)
    },
  }
}
