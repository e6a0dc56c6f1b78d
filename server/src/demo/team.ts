import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import { createApiKey } from '../modules/access/index.ts'
import { createWorkspaceWithOwner } from '../modules/accounts/index.ts'
import type { Executor } from '../platform/db/database.ts'
import { type Colleague, insertMemberWithoutPassword } from './queries.ts'

export const demoOwnerEmail = 'demo@parley.local'
const workspaceName = 'Parley Demo'

const colleagues = [
  { name: 'Marta Keller', email: 'marta.keller@demo.parley.local', role: 'manager' },
  { name: 'Jonas Albrecht', email: 'jonas.albrecht@demo.parley.local', role: 'rep' },
  { name: 'Priya Raman', email: 'priya.raman@demo.parley.local', role: 'rep' },
  { name: 'Tom Okafor', email: 'tom.okafor@demo.parley.local', role: 'rep' },
  { name: 'Lena Fischer', email: 'lena.fischer@demo.parley.local', role: 'viewer' },
] as const

export type DemoSecrets = {
  readonly email: string
  readonly password: string
  readonly apiKey: string
  readonly workspaceId: string
  readonly userId: string
}

export type DemoTeam = DemoSecrets & {
  /** Those who own companies and deals. */
  readonly sellers: readonly Colleague[]
}

/** The demo's workspace: its owner, who can sign in and has a key, and five who cannot. */
export async function createTeam(tx: Executor, context: Context): Promise<DemoTeam> {
  const password = randomBytes(12).toString('base64url')
  const { workspaceId, userId } = await createWorkspaceWithOwner(tx, context, {
    workspaceName,
    owner: { email: demoOwnerEmail, name: 'Demo Owner', password },
    onWorkspaceCreated: [],
  })
  const members = colleagues.map((colleague) => ({ ...colleague, userId: context.newId() }))
  for (const member of members) {
    await insertMemberWithoutPassword(tx, workspaceId, context.newId(), member)
  }
  const { key } = await createApiKey(tx, context, {
    workspaceId,
    userId,
    name: 'Demo',
    scopes: ['read', 'write', 'delete', 'admin'],
    tier: 'enterprise',
  })
  const sellers = members.filter(({ role }) => role !== 'viewer')
  return { email: demoOwnerEmail, password, apiKey: key, workspaceId, userId, sellers }
}
