import type { FastifyBaseLogger } from 'fastify'

type Child = Pick<FastifyBaseLogger, 'child'>

/**
 * `request.log`: a log whose lines carry the request's id, made when the first line is written.
 * Most requests write none, and a child log with redaction costs 3 µs to make.
 */
class RequestLog {
  readonly #parent: FastifyBaseLogger
  readonly #bindings: Record<string, unknown>
  #made: FastifyBaseLogger | undefined

  constructor(parent: FastifyBaseLogger, bindings: Record<string, unknown>) {
    this.#parent = parent
    this.#bindings = bindings
  }

  get #log(): FastifyBaseLogger {
    return (this.#made ??= this.#parent.child(this.#bindings))
  }

  get level(): string {
    return this.#parent.level
  }

  fatal(...line: Parameters<FastifyBaseLogger['fatal']>): void {
    this.#log.fatal(...line)
  }

  error(...line: Parameters<FastifyBaseLogger['error']>): void {
    this.#log.error(...line)
  }

  warn(...line: Parameters<FastifyBaseLogger['warn']>): void {
    this.#log.warn(...line)
  }

  info(...line: Parameters<FastifyBaseLogger['info']>): void {
    this.#log.info(...line)
  }

  debug(...line: Parameters<FastifyBaseLogger['debug']>): void {
    this.#log.debug(...line)
  }

  trace(...line: Parameters<FastifyBaseLogger['trace']>): void {
    this.#log.trace(...line)
  }

  silent(): void {}

  child(...given: Parameters<Child['child']>): FastifyBaseLogger {
    return this.#log.child(...given)
  }
}

/** Fastify's childLoggerFactory. */
export function makeRequestLog(
  parent: FastifyBaseLogger,
  bindings: Record<string, unknown>,
): FastifyBaseLogger {
  return new RequestLog(parent, bindings) as unknown as FastifyBaseLogger
}
