import type { Me } from '@parley/contract'
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { parley } from './client.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => parley.me.get(),
  staleTime: 300_000,
})

/** Who is signed in; loaded before any screen is. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** Whether the person looks after the whole server. */
export function useOperates(): boolean {
  return useQuery(meQuery).data?.operates_server ?? false
}

export type Permission = 'write' | 'delete' | 'admin'

export function useMay(permission: Permission): boolean {
  return useMe().scopes.includes(permission)
}

/** Managers and above: what concerns everybody. */
export function useLeads(): boolean {
  return ['owner', 'admin', 'manager'].includes(useMe().role)
}

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async () => (await parley.members.list({ limit: 1_000 })).data,
  staleTime: 300_000,
})

export function useMembers() {
  return useQuery(membersQuery).data ?? []
}

/** The name of whoever owns a record; shorter than an id while it is not known. */
export function useNameOf(): (userId: string | null | undefined) => string {
  const members = useMembers()
  return (userId) => members.find((member) => member.user_id === userId)?.name ?? '–'
}

export const stagesQuery = queryOptions({
  queryKey: ['stages'],
  queryFn: () => parley.dealStages.list(),
  staleTime: 300_000,
})

export function useStages() {
  return useQuery(stagesQuery).data ?? []
}
