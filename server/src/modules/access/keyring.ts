import { BlockList, isIP } from 'node:net'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Rate } from '../../platform/limits/gcra.ts'
import type { Bucket, Limiter } from '../../platform/limits/limiter.ts'
import { hashOf } from './key-format.ts'
import { findKeyByHash, type KeyRow } from './verify-queries.ts'
import { effectiveScopes, requestsAnHour } from './rules.ts'

/** How long a revocation, a removed member or a changed role may go unnoticed on another node. */
const knownForMs = 5_000
/** Longer than any transaction: within it the change that was announced commits or rolls back. */
const heldForMs = 60_000
const maxKnownKeys = 10_000
const hourMs = 3_600_000

/** A verified key. */
export type KnownKey = {
  readonly principal: Principal
  readonly rate: Rate
  readonly bucket: Bucket
  readonly expiresAtMs: number
  readonly revoked: boolean
  /** Addresses it may be used from; undefined means any. */
  readonly addresses: BlockList | undefined
  readonly knownUntilMs: number
}

/**
 * The keys this process has verified in the last seconds, by themselves: hashing each was 7 µs of
 * the 20 that a guarded request costs, and the key is in memory anyway while its request is.
 */
export class Keyring {
  readonly #context: Context
  readonly #limiter: Limiter
  readonly #known = new Map<string, KnownKey>()
  /** Reads under way, so that a burst with one key asks once. */
  readonly #asked = new Map<string, Promise<KnownKey | undefined>>()
  /** Counts what was to be forgotten: a read that began before may answer what was true before. */
  #forgotten = 0
  /** Keys that are being changed, with the time until which they are not to be remembered. */
  readonly #held = new Map<string, number>()

  constructor(context: Context, limiter: Limiter) {
    this.#context = context
    this.#limiter = limiter
  }

  /** The key if it was verified within the last seconds. */
  recall(key: string, nowMs: number): KnownKey | undefined {
    const known = this.#known.get(key)
    return known !== undefined && nowMs < known.knownUntilMs ? known : undefined
  }

  /** The key as the database knows it; undefined when it does not. */
  async find(key: string): Promise<KnownKey | undefined> {
    const asked = this.#asked.get(key)
    if (asked) return asked
    const answer = this.#read(key)
    this.#asked.set(key, answer)
    try {
      return await answer
    } finally {
      if (this.#asked.get(key) === answer) this.#asked.delete(key)
    }
  }

  /** Forgets keys whose seconds are over; call every second, so that none stays in memory. */
  sweep(): void {
    const nowMs = this.#context.now().getTime()
    // Each is remembered for the same time, so the oldest comes first.
    for (const [key, { knownUntilMs }] of this.#known) {
      if (nowMs < knownUntilMs) break
      this.#known.delete(key)
    }
    for (const [id, untilMs] of this.#held) if (untilMs <= nowMs) this.#held.delete(id)
  }

  /** Call when a key is changed, inside the transaction: it is then read afresh each time. */
  forget(keyId: string): void {
    this.#held.set(keyId, this.#context.now().getTime() + heldForMs)
    for (const [key, { principal }] of this.#known) {
      if (principal.keyId === keyId) this.#known.delete(key)
    }
    this.#outdateReads()
  }

  /** Call after a member's role changed or they left: their keys are looked up again. */
  forgetUser(workspaceId: string, userId: string): void {
    for (const [key, { principal }] of this.#known) {
      if (principal.workspaceId === workspaceId && principal.userId === userId) {
        this.#known.delete(key)
      }
    }
    this.#outdateReads()
  }

  /** Reads under way may have seen what is no more: nobody shares them, and none is remembered. */
  #outdateReads(): void {
    this.#asked.clear()
    this.#forgotten += 1
  }

  async #read(key: string): Promise<KnownKey | undefined> {
    const forgotten = this.#forgotten
    const row = await findKeyByHash(this.#context.db, hashOf(key))
    if (!row) return undefined
    const nowMs = this.#context.now().getTime()
    const known = this.#toKnownKey(row, nowMs)
    const isHeld = (this.#held.get(row.id) ?? 0) > nowMs
    if (!isHeld && forgotten === this.#forgotten) this.#remember(key, known)
    return known
  }

  #remember(key: string, known: KnownKey): void {
    // Deleted first, so that it comes last.
    this.#known.delete(key)
    if (this.#known.size >= maxKnownKeys) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(key, known)
  }

  #toKnownKey(row: KeyRow, nowMs: number): KnownKey {
    const scopes = effectiveScopes(row.scopes, row.role)
    return {
      principal: {
        workspaceId: row.workspace_id,
        userId: row.user_id,
        keyId: row.id,
        role: row.role,
        scopes,
        seesAllRows: scopes.has('admin'),
      },
      rate: { limit: requestsAnHour(row.tier, row.rate_limit), windowMs: hourMs },
      bucket: this.#limiter.bucket(row.id, nowMs),
      expiresAtMs: row.expires_at_ms ?? Number.POSITIVE_INFINITY,
      revoked: row.revoked,
      addresses: row.allowed_addresses ? toBlockList(row.allowed_addresses) : undefined,
      knownUntilMs: nowMs + knownForMs,
    }
  }
}

/** Of addresses and CIDR ranges. The class is made for denying; here it lists who may. */
function toBlockList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of addresses) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
