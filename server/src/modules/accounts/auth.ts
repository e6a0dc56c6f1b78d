import type { BetterAuthOptions } from 'better-auth'
import { passwordLength } from '@parley/contract'
import type { Context } from '../../context.ts'
import { openDatePool } from '../../platform/db/date-pool.ts'
import { passwordResetMail } from './mails.ts'
import type { AccountServices } from './services.ts'
import { authSecret, cookiePrefix, usesSecureCookies } from './session.ts'
import {
  deleteExpiredSessions,
  deletePasswordResets,
  findFirstWorkspace,
} from './session-queries.ts'
import { makeAttemptStore } from './sign-in-attempts.ts'

const day = 86_400
const sessionLifetimeS = 7 * day
/** A session in use is prolonged once a day. */
const sessionProlongedAfterS = day
const resetLinkLifetimeS = 3_600

/** Attempts per address; `window` is in seconds. */
const attemptLimits = {
  '/sign-in/email': { window: 60, max: 10 },
  '/change-password': { window: 60, max: 10 },
  '/reset-password': { window: 60, max: 10 },
  '/request-password-reset': { window: 60, max: 5 },
}

/** The header that our own routes put the client's address into; the client's copy is dropped. */
export const addressHeader = 'x-parley-address'

export type Auth = {
  readonly handle: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

/**
 * better-auth on our tables: sign-in, sessions, passwords. Loaded with the first request, because it
 * holds about 10 MB that a server only used through API keys never needs.
 */
export function openAuth(context: Context, services: AccountServices): Auth {
  const pool = openDatePool(context.db, context.log)
  const mails = new Set<Promise<unknown>>()
  let handler: Promise<(request: Request) => Promise<Response>> | undefined

  async function load() {
    const [{ betterAuth }, plugins] = await Promise.all([
      import('better-auth'),
      import('./auth-plugins.ts'),
    ])
    return betterAuth({
      ...authOptions(context, services),
      database: pool,
      plugins: plugins.workspacePlugins(),
      hooks: { before: plugins.alwaysEndOtherSessions },
      advanced: {
        ...advancedOptions(context),
        // A mail is sent after the reply: its delay would tell who has an account.
        backgroundTasks: {
          handler(task) {
            mails.add(task)
            void task.finally(() => mails.delete(task))
          },
        },
      },
    }).handler
  }

  return {
    async handle(request) {
      handler ??= load()
      return (await handler)(request)
    },
    async close() {
      await Promise.allSettled(mails)
      await pool.end()
    },
  }
}

function authOptions(context: Context, services: AccountServices) {
  const { config, db, log } = context
  return {
    appName: 'Parley',
    baseURL: services.baseUrl(),
    basePath: '/api/auth',
    secret: authSecret(config),
    telemetry: { enabled: false },
    trustedOrigins: (request?: Request) => (request ? ownOrigins(request) : []),
    ...tableNames,
    session: {
      ...tableNames.session,
      expiresIn: sessionLifetimeS,
      updateAge: sessionProlongedAfterS,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      resetPasswordTokenExpiresIn: resetLinkLifetimeS,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }) {
        const mail = passwordResetMail(services.baseUrl(), user.email, token)
        // After the reply, so there is nobody left to tell but the log.
        await services.mailer.send(mail).catch((error: unknown) => {
          log.error({ err: error, userId: user.id }, 'password reset not mailed')
        })
      },
      onPasswordReset: async ({ user }) => deletePasswordResets(db, user.id),
    },
    databaseHooks: {
      session: {
        create: {
          async before(session) {
            await deleteExpiredSessions(db, session.userId, context.now())
            const activeOrganizationId = await findFirstWorkspace(db, session.userId)
            return { data: { ...session, activeOrganizationId } }
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      window: 10,
      max: 100,
      customStorage: makeAttemptStore(),
      customRules: attemptLimits,
    },
    logger: {
      log(level, message) {
        // Only the sentence: what comes with it may hold addresses and tokens.
        log[level === 'error' ? 'error' : 'debug']({ from: 'better-auth' }, message)
      },
    },
    onAPIError: {
      onError(error) {
        // Refusals are answered by better-auth; anything else is for our error handler.
        if (!(error instanceof Error) || error.name !== 'APIError') throw error
      },
    },
  } satisfies BetterAuthOptions
}

function advancedOptions({ config, newId }: Context) {
  return {
    cookiePrefix,
    useSecureCookies: usesSecureCookies(config),
    // On even where better-auth would relax them, as in tests.
    disableOriginCheck: false,
    disableCSRFCheck: false,
    ipAddress: { ipAddressHeaders: [addressHeader] },
    database: { generateId: newId },
  } satisfies BetterAuthOptions['advanced']
}

/**
 * Besides PUBLIC_URL: the address the request was sent to, and what a browser calls the same origin
 * (behind a proxy that ends TLS our own idea of the scheme may be wrong).
 */
function ownOrigins({ url, headers }: Request): string[] {
  const origin = headers.get('sec-fetch-site') === 'same-origin' ? headers.get('origin') : null
  return [new URL(url).origin, ...(origin ? [origin] : [])]
}

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

const tableNames = {
  user: { modelName: 'app_user', fields: { emailVerified: 'email_verified', ...times } },
  session: {
    modelName: 'session',
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...times,
    },
  },
  account: {
    modelName: 'credential',
    fields: {
      userId: 'user_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...times,
    },
  },
  verification: {
    modelName: 'verification',
    storeIdentifier: 'hashed',
    fields: { expiresAt: 'expires_at', ...times },
  },
} as const
