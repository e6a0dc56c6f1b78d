import type { FlowCheck, FlowFault } from '@parley/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { parley } from '../../api/client.ts'
import { type Draft, toWorkflow } from './draft-rules.ts'

/** A pause in editing, after which the server is asked. */
const settleMs = 400

export type Checked = {
  readonly check: FlowCheck | undefined
  /** Of what is drawn now, rather than of what was a moment ago. */
  readonly isCurrent: boolean
  readonly error: unknown
}

/** What the server would say to the flow as it is now. */
export function useFlowCheck(draft: Draft): Checked {
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), settleMs)
    return () => clearTimeout(timer)
  }, [draft])
  const workflow = toWorkflow(settled)
  const answer = useQuery({
    queryKey: ['flow-check', workflow],
    queryFn: ({ signal }) => parley.voiceAgents.check({ workflow }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const isCurrent = settled === draft && answer.isSuccess && !answer.isPlaceholderData
  return { check: answer.data, isCurrent, error: answer.error }
}

/** Problems and warnings by the node they are about; those of the whole flow under the empty id. */
export function faultsByNode(
  check: FlowCheck | undefined,
): ReadonlyMap<string, readonly FlowFault[]> {
  const found = new Map<string, FlowFault[]>()
  for (const fault of [...(check?.problems ?? []), ...(check?.warnings ?? [])]) {
    const id = fault.nodeId ?? ''
    found.set(id, [...(found.get(id) ?? []), fault])
  }
  return found
}
