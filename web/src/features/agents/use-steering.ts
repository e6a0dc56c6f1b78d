import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { type Command, useCommands } from '../../shell/commands.ts'
import { tell } from '../../ui/toast.ts'
import { tellRefusal } from './live-refusal.ts'
import type { Watch } from './use-call-watch.ts'

export type Steering = ReturnType<typeof useSteering>

type Rights = { readonly isOn: boolean; readonly mayWrite: boolean }

/** What somebody may do to a call that goes on, as buttons and commands do it. */
export function useSteering(callId: string, watch: Watch, { isOn, mayWrite }: Rights) {
  const [asksToHangUp, askToHangUp] = useState(false)
  const { agentState, assume, whispered } = watch
  const isPaused = agentState === 'paused'
  const pause = useMutation({
    mutationFn: (wanted: boolean) =>
      wanted ? parley.voiceCalls.pause(callId) : parley.voiceCalls.resume(callId),
    onMutate(wanted) {
      assume(wanted ? 'paused' : 'listening')
      return { before: agentState }
    },
    onError(error, _wanted, context) {
      assume(context?.before)
      tellRefusal(error)
    },
  })
  const speak = useMutation({
    mutationFn: ({ way, text }: { readonly way: 'say' | 'whisper'; readonly text: string }) =>
      parley.voiceCalls[way](callId, { text }),
    onSuccess: (_done, { way, text }) => way === 'whisper' && whispered(text),
    onError: (error, { way }) =>
      tellRefusal(error, way === 'whisper' ? 'live.noWhisper' : undefined),
  })
  const transfer = useMutation({
    mutationFn: (to: string) => parley.voiceCalls.transfer(callId, { to }),
    onSuccess: (_done, to) => tell(t('live.transferred', { number: to })),
    onError: (error) => tellRefusal(error),
  })
  const hangUp = useMutation({
    mutationFn: () => parley.voiceCalls.hangUp(callId),
    onError: (error) => tellRefusal(error),
    onSettled: () => askToHangUp(false),
  })
  const steering = { isPaused, pause, speak, transfer, hangUp, asksToHangUp, askToHangUp }
  useLiveCommands(isOn, watch, mayWrite ? steering : undefined)
  return steering
}

type Steered = {
  readonly isPaused: boolean
  readonly pause: { readonly mutate: (wanted: boolean) => void }
  readonly askToHangUp: (asks: boolean) => void
}

/** The same by the palette. */
function useLiveCommands(isOn: boolean, watch: Watch, steered: Steered | undefined): void {
  const { hasSound, setListening } = watch
  const isPaused = steered?.isPaused ?? false
  const change = steered?.pause.mutate
  const ask = steered?.askToHangUp
  const commands = useMemo<readonly Command[]>(() => {
    if (!isOn) return []
    const group = 'commands.page'
    return [
      {
        id: 'live-listen',
        title: hasSound ? 'live.stop' : 'live.listen',
        group,
        run: () => setListening(!hasSound),
      },
      ...(change && ask
        ? ([
            {
              id: 'live-pause',
              title: isPaused ? 'live.resume' : 'live.pause',
              group,
              run: () => change(!isPaused),
            },
            { id: 'live-hang-up', title: 'talk.hangUp', group, run: () => ask(true) },
          ] as const)
        : []),
    ]
  }, [isOn, hasSound, setListening, isPaused, change, ask])
  useCommands(commands)
}
