import { greetingOf } from './greeting-rules.ts'
import { leave } from './leave.ts'
import type { LiveCall } from './live-call.ts'

/** Says the first sentence, or lets the model find it. */
export function greet(live: LiveCall): void {
  live.isWaiting = false
  const { given, model } = live
  const { conversation } = given.agent.definition
  const greeting = live.fillIn(conversation.greetingMessage)
  if (given.isMessage) return void leave(live, greeting, 'agent_hangup')
  const { way, text } = greetingOf(conversation, greeting, {
    isFlow: model?.isFlow ?? false,
    byRules: model?.found !== undefined,
    hello: live.words.hello,
  })
  if (way === 'say') live.say(text)
  else live.talk?.prompt(text)
}

/** Nobody speaks: the greeting that was held back, then what pokes the caller, then the goodbye. */
export function breakSilence(live: LiveCall, times: number): void {
  if (live.isLeaving) return
  live.record.log({ category: 'CALL', message: 'The user is silent', payload: { times } })
  if (live.isWaiting && live.settings.waitForUserToSpeakFirst < 2) return greet(live)
  const poke = live.given.agent.definition.conversation.pokeMessages[times - 1]
  if (poke) live.say(live.fillIn(poke))
  else void leave(live, live.words.goodbye, 'inactivity')
}
