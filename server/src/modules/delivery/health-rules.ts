/** How an endpoint is doing, by its attempts; manual ones and tests do not count. */
export type Health = {
  /** Attempts that failed since the last success. */
  readonly failures: number
  readonly failingSince: Date | null
  /** Failures that lie hours apart. */
  readonly failingSpells: number
  readonly lastSpellAt: Date | null
  readonly lastFailureAt: Date | null
  readonly lastSuccessAt: Date | null
  /** 0: nobody was told; 1: of failures in a row; 2: that half of the time has passed. */
  readonly warned: number
  readonly parkedUntil: Date | null
  readonly parkedTimes: number
}

/** What whoever owns the endpoint should hear of. */
export type Notice = 'failing' | 'half' | 'disabled' | 'gone' | 'recovered'

/** Waiting longer than this many failures to say something would be silence. */
const warnAtFailures = 4
const hourMs = 3_600_000
const disableAfterMs = 5 * 24 * hourMs
const spellMs = 12 * hourMs
/** One burst of failures, however large, is one spell. */
const spellsToDisable = 3

/** Failures in a row after which an endpoint is asked only now and then. */
const parkAtFailures = 5
const firstParkMs = 5_000
const maxParkMs = 60_000

/** Last successes are noted this often at most: writing each would cost as much as the delivery. */
const noteSuccessEveryMs = 60_000

export const newHealth: Health = {
  failures: 0,
  failingSince: null,
  failingSpells: 0,
  lastSpellAt: null,
  lastFailureAt: null,
  lastSuccessAt: null,
  warned: 0,
  parkedUntil: null,
  parkedTimes: 0,
}

export function afterSuccess(health: Health, now: Date): { health: Health; notice?: Notice } {
  const { lastSuccessAt, failures, warned } = health
  if (failures === 0 && now.getTime() - (lastSuccessAt?.getTime() ?? 0) < noteSuccessEveryMs) {
    return { health }
  }
  const recovered = warned > 0
  return {
    health: { ...newHealth, lastFailureAt: health.lastFailureAt, lastSuccessAt: now },
    ...(recovered && { notice: 'recovered' }),
  }
}

export type FailedAttempt = {
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
}

export function afterFailure(
  before: Health,
  failed: FailedAttempt,
  now: Date,
): { health: Health; notice?: Notice } {
  const isNewSpell =
    before.lastSpellAt === null || now.getTime() - before.lastSpellAt.getTime() >= spellMs
  const counted: Health = {
    ...before,
    failures: before.failures + 1,
    failingSince: before.failingSince ?? now,
    failingSpells: before.failingSpells + (isNewSpell ? 1 : 0),
    lastSpellAt: isNewSpell ? now : before.lastSpellAt,
    lastFailureAt: now,
  }
  const health = { ...counted, ...parking(counted, failed, now) }
  const notice = failed.status === 410 ? 'gone' : noticeOf(health, now)
  if (notice === undefined) return { health }
  const warned = notice === 'half' ? 2 : Math.max(health.warned, 1)
  return { health: { ...health, warned }, notice }
}

/** Whether it is time to say, or to do, something. */
function noticeOf(
  { failures, failingSince, failingSpells, warned }: Health,
  now: Date,
): Notice | undefined {
  const failingMs = now.getTime() - (failingSince ?? now).getTime()
  if (failingMs >= disableAfterMs && failingSpells >= spellsToDisable) return 'disabled'
  if (failingMs >= disableAfterMs / 2 && warned < 2) return 'half'
  return failures >= warnAtFailures && warned < 1 ? 'failing' : undefined
}

/** The receiver is not there, or wants to be left alone; not that it refused this one event. */
function isOutage(status: number | undefined): boolean {
  return status === undefined || status >= 500 || [401, 403, 404, 408, 429].includes(status)
}

function parking(
  { failures, parkedTimes, parkedUntil }: Health,
  { status, retryAfterMs }: FailedAttempt,
  now: Date,
): Pick<Health, 'parkedUntil' | 'parkedTimes'> {
  const isThrottled = status === 429 && retryAfterMs !== undefined
  if (!isOutage(status) || (failures < parkAtFailures && !isThrottled)) {
    return { parkedUntil, parkedTimes }
  }
  // Of many that were under way when it went away, the first failure parks it.
  if (parkedUntil !== null && parkedUntil > now) return { parkedUntil, parkedTimes }
  const waitMs = Math.max(firstParkMs * 2 ** parkedTimes, isThrottled ? retryAfterMs : 0)
  return {
    parkedUntil: new Date(now.getTime() + Math.min(maxParkMs, waitMs)),
    parkedTimes: Math.min(parkedTimes + 1, 10),
  }
}
