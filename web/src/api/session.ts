import { ParleyConnectionError, ParleyError } from '@parley/sdk'

// Sign-in, passwords and sessions: the API of better-auth under /api/auth, which the SDK does not
// have, because programs use API keys.

export type Session = {
  readonly id: string
  readonly token: string
  readonly createdAt: string
  readonly ipAddress: string | null
  readonly userAgent: string | null
}

type Refusal = { readonly code?: string; readonly message?: string } | null

async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/auth${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch((cause: unknown) => {
    throw new ParleyConnectionError(`${method} ${path}`, { timedOut: false, cause })
  })
  const reply = (await response.json().catch(() => null)) as unknown
  if (response.ok) return reply as T
  const refusal = reply as Refusal
  throw new ParleyError({
    status: response.status,
    code: response.status === 429 ? 'RATE_LIMIT_EXCEEDED' : (refusal?.code ?? 'UNKNOWN'),
    message: refusal?.message ?? '',
  })
}

export const session = {
  signIn: (email: string, password: string) =>
    ask<unknown>('POST', '/sign-in/email', { email, password }),
  signOut: () => ask<unknown>('POST', '/sign-out', {}),
  list: () => ask<readonly Session[]>('GET', '/list-sessions'),
  current: () => ask<{ session: Session } | null>('GET', '/get-session'),
  end: (token: string) => ask<unknown>('POST', '/revoke-session', { token }),
  endOthers: () => ask<unknown>('POST', '/revoke-other-sessions', {}),
  rename: (name: string) => ask<unknown>('POST', '/update-user', { name }),
  changePassword: (currentPassword: string, newPassword: string) =>
    ask<unknown>('POST', '/change-password', { currentPassword, newPassword }),
  askForReset: (email: string) => ask<unknown>('POST', '/request-password-reset', { email }),
  resetPassword: (token: string, newPassword: string) =>
    ask<unknown>('POST', '/reset-password', { token, newPassword }),
  chooseWorkspace: (organizationId: string) =>
    ask<unknown>('POST', '/organization/set-active', { organizationId }),
}
