import type { VoiceEngine } from './port.ts'

export {
  type AgentState,
  callRate,
  type Loudspeaker,
  type SaidTurn,
  type Talk,
  type TalkListener,
  type TalkTool,
  type UserState,
  type VoiceEngine,
} from './port.ts'

/** Loads nothing before the first call: the session's libraries take about 100 MB. */
export function openVoiceEngine(): VoiceEngine {
  return {
    async prepare() {
      const { prepareTalks } = await import('./livekit-talk.ts')
      prepareTalks()
    },
    async openTalk(options) {
      const { openTalk } = await import('./livekit-talk.ts')
      return openTalk(options)
    },
  }
}
