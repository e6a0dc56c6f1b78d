/** What of a call is told once it is over; more is in it. */
export type JobDetails = { readonly status: string; readonly [field: string]: unknown }

type Patience = {
  readonly maxRetries: number
  /** Milliseconds. */
  readonly initialRetryInterval: number
  readonly backoffFactor: number
}

type Wanted = { readonly apiUrl: string; readonly apiKey: string; readonly jobId: string }

/** Asks until the call is complete; rejects when it is not by then. */
export async function fetchJobDetails(
  { apiUrl, apiKey, jobId }: Wanted,
  { maxRetries, initialRetryInterval, backoffFactor }: Patience,
): Promise<JobDetails> {
  const url = `${apiUrl}/v1/voice-agents/conversation/${jobId}?jobId=${jobId}`
  for (let attempt = 1, waitMs = initialRetryInterval; ; attempt += 1, waitMs *= backoffFactor) {
    const response = await fetch(url, { headers: { authorization: `Token ${apiKey}` } })
    const body = response.ok ? ((await response.json()) as { data?: JobDetails }) : {}
    if (body.data?.status === 'COMPLETED') return body.data
    if (attempt >= maxRetries) throw new Error('The call is not complete yet.')
    await new Promise((done) => setTimeout(done, waitMs))
  }
}
