/** What fails for a passing reason is tried this often, over about a minute. */
export const maxAttempts = 4

/** A run of a job. */
export type Run = { readonly signal: AbortSignal; readonly attempt: number }
