import { BlockList, isIP } from 'node:net'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Rate } from '../../platform/limits/gcra.ts'
import type { Bucket, Limiter } from '../../platform/limits/limiter.ts'
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

/** The keys this process has verified. */
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
  recall(hash: string, nowMs: number): KnownKey | undefined {
    const known = this.#known.get(hash)
    return known !== undefined && nowMs < known.knownUntilMs ? known : undefined
  }

  async find(hash: string): Promise<KnownKey | undefined> {
    const asked = this.#asked.get(hash)
    if (asked) return asked
    const answer = this.#read(hash)
    this.#asked.set(hash, answer)
    try {
      return await answer
    } finally {
      if (this.#asked.get(hash) === answer) this.#asked.delete(hash)
    }
  }

  /** Call when a key is changed, inside the transaction: it is then read afresh each time. */
  forget(keyId: string): void {
    const nowMs = this.#context.now().getTime()
    for (const [id, untilMs] of this.#held) if (untilMs <= nowMs) this.#held.delete(id)
    this.#held.set(keyId, nowMs + heldForMs)
    for (const [hash, known] of this.#known) {
      if (known.principal.keyId === keyId) this.#known.delete(hash)
    }
    this.#outdateReads()
  }

  /** Call after a member's role changed or they left: their keys are looked up again. */
  forgetUser(workspaceId: string, userId: string): void {
    for (const [hash, { principal }] of this.#known) {
      if (principal.workspaceId === workspaceId && principal.userId === userId) {
        this.#known.delete(hash)
      }
    }
    this.#outdateReads()
  }

  /** Reads under way may have seen what is no more: nobody shares them, and none is remembered. */
  #outdateReads(): void {
    this.#asked.clear()
    this.#forgotten += 1
  }

  async #read(hash: string): Promise<KnownKey | undefined> {
    const forgotten = this.#forgotten
    const row = await findKeyByHash(this.#context.db, hash)
    if (!row) {
      this.#known.delete(hash)
      return undefined
    }
    const nowMs = this.#context.now().getTime()
    const known = this.#toKnownKey(row, nowMs)
    const isHeld = (this.#held.get(row.id) ?? 0) > nowMs
    if (!isHeld && forgotten === this.#forgotten) this.#remember(hash, known)
    return known
  }

  #remember(hash: string, known: KnownKey): void {
    this.#known.delete(hash)
    if (this.#known.size >= maxKnownKeys) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(hash, known)
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
