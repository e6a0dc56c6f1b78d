import type { CallSettings } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Talk, TalkListener, TalkTool } from '../../providers/voice-engine/index.ts'
import type { SpeechToText } from '../../providers/stt/index.ts'
import type { TextToSpeech } from '../../providers/tts/index.ts'
import { AppError } from '../../platform/errors.ts'
import { cleanerFor, transcribesClean } from './caller-sound.ts'
import type { CallerVoices } from './caller-voices.ts'
import { endTool, searchTool, transferTool } from './call-tools.ts'
import type { CallToConduct } from './call-to-conduct.ts'
import { deliveryOf } from './delivery-rules.ts'
import { instructionsFor } from './instruction-rules.ts'
import type { CallModel } from './open-model.ts'
import type { VoiceParts } from './parts.ts'
import { stateOf } from './state.ts'
import { turnRulesOf } from './turn-rules.ts'

type Wanted = {
  readonly given: CallToConduct
  readonly tools: readonly TalkTool[]
  readonly model: CallModel
  readonly speaker: CallToConduct['transport']['speaker']
  readonly listener: TalkListener
  /** What the call is spoken in now. */
  readonly language: () => string
  readonly fillIn: (text: string) => string
  /** Who is on the other side. */
  readonly voices: CallerVoices
}

/** Ears and mouth of this server; refuses where it lacks one. */
export function speechOf({ stt, tts }: Context): { stt: SpeechToText; tts: TextToSpeech } {
  if (stt && tts) return { stt, tts }
  throw new AppError('SERVICE_UNAVAILABLE', 'This server has no speech: nothing hears or speaks.')
}

/** Opens the talk of a call as its agent is defined. */
export async function openVoice(
  context: Context,
  parts: VoiceParts,
  { given, tools, model, speaker, listener, language, fillIn, voices }: Wanted,
): Promise<Talk> {
  const { call, agent } = given
  const { definition } = agent
  const { callSettings } = definition
  const { stt, tts: engine } = speechOf(context)
  const tts = parts.voiceOf(context, { workspaceId: call.workspaceId, agent }) ?? engine
  const has = (name: string) => tools.some((tool) => tool.name === name)
  const { ttsParams, voiceId } = definition.voice
  const factor = (name: string) => {
    const value = ttsParams[name]
    return typeof value === 'number' ? value : undefined
  }
  // The first sentence need not wait for it.
  void tts.prepare(language()).catch(() => {})
  return stateOf(context).engine.openTalk({
    model: model.model,
    instructions: instructionsFor({
      definition,
      preamble: fillIn(definition.conversation.preamble),
      now: context.now(),
      canEnd: has(endTool),
      canTransfer: has(transferTool),
      hasKnowledge: has(searchTool),
    }),
    tools,
    stt,
    tts: delivered(tts, callSettings.expressiveness),
    hearing: hearingOf(callSettings, voices),
    note: () => voices.note,
    voice: {
      id: voiceId ?? undefined,
      language,
      speed: factor('speed'),
      pitch: factor('pitch'),
    },
    rules: turnRulesOf(callSettings, language()),
    speaker,
    listener,
  })
}

function hearingOf(settings: CallSettings, voices: CallerVoices) {
  return {
    clean: cleanerFor(settings),
    transcribesClean: transcribesClean(settings),
    model: settings.sttModel ?? undefined,
    onPitch: voices.onPitch,
  }
}

/** A mouth that says each sentence as lively as the agent is to be. */
function delivered(tts: TextToSpeech, expressiveness: number): TextToSpeech {
  if (expressiveness === 1) return tts
  return {
    ...tts,
    synthesize: (request) =>
      tts.synthesize({ ...request, ...deliveryOf(request.text, expressiveness, request) }),
  }
}
