import { queryOptions } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'
import { tOr } from '../../../i18n/index.ts'

export const trackersQuery = queryOptions({
  queryKey: ['signal-trackers', 'list'],
  queryFn: () => parley.signalTrackers.list(),
})

/** The kind of what a tracker finds; a word of the workspace as it is. */
export function kindWords(kind: string): string {
  return tOr(kind === 'custom' ? 'trackers.custom' : `signal.${kind}`, kind)
}
