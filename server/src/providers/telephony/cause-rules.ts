/** What a carrier said of a call that came to nothing. */
type Cause = { readonly sip?: number | undefined; readonly q850?: number | undefined }

type Meaning = {
  readonly status: 'busy' | 'no-answer' | 'declined' | 'blocked' | 'invalid' | 'failed'
  /** Only of `failed`. */
  readonly fault?: 'account' | 'carrier'
}

/** SIP statuses of RFC 3261, 607 of RFC 8197 and 608 of RFC 8688. */
const bySip: Readonly<Record<number, Meaning>> = {
  402: { status: 'failed', fault: 'account' },
  403: { status: 'failed', fault: 'account' },
  404: { status: 'invalid' },
  408: { status: 'no-answer' },
  410: { status: 'invalid' },
  480: { status: 'no-answer' },
  484: { status: 'invalid' },
  486: { status: 'busy' },
  487: { status: 'no-answer' },
  600: { status: 'busy' },
  603: { status: 'declined' },
  604: { status: 'invalid' },
  607: { status: 'blocked' },
  608: { status: 'blocked' },
}

/** Causes of ITU-T Q.850. */
const byQ850: Readonly<Record<number, Meaning>> = {
  1: { status: 'invalid' },
  17: { status: 'busy' },
  18: { status: 'no-answer' },
  19: { status: 'no-answer' },
  21: { status: 'declined' },
  28: { status: 'invalid' },
}

/** Undefined when the carrier gave no cause. Causes of no other meaning are faults of the carrier. */
export function meaningOf({ sip, q850 }: Cause): Meaning | undefined {
  const known = (sip && bySip[sip]) || (q850 && byQ850[q850])
  if (known) return known
  const isSaid = (sip !== undefined && sip >= 300) || (q850 !== undefined && q850 !== 16)
  return isSaid ? { status: 'failed', fault: 'carrier' } : undefined
}
