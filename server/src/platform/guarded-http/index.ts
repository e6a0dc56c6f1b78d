export { type Guard, openGuard, type Resolve } from './guard.ts'
export { guardedRequest, guardedStream } from './guarded-request.ts'
export { OutboundError } from './outbound-error.ts'
export { openPostPool, type PostOutcome, type PostPool } from './post-pool.ts'
