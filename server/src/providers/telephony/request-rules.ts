/** What is wrong with an order to a carrier, before it is asked; undefined: nothing. */

const e164 = /^\+[1-9]\d{6,14}$/

type Placement = {
  readonly from: string
  readonly to: string
  readonly reference: string
  readonly idempotencyKey: string
  readonly ringTimeoutS?: number
}

export function refusalOfPlacement(request: Placement): string | undefined {
  const { from, to, reference, idempotencyKey, ringTimeoutS = 30 } = request
  if (!e164.test(to)) return 'The number to call must be in E.164, such as +442079460958.'
  if (!e164.test(from)) return 'The number that calls must be in E.164, such as +442079460958.'
  if (!/^[\w.:-]{0,300}$/.test(reference))
    return 'The reference must be at most 300 of A-z 0-9 _ . : -'
  if (idempotencyKey === '') return 'An idempotency key is required.'
  if (ringTimeoutS < 5 || ringTimeoutS > 600) return 'It may ring for 5 to 600 seconds.'
  return undefined
}

export function refusalOfDigits(digits: string): string | undefined {
  if (/^[0-9*#A-DwW]{1,100}$/.test(digits)) return undefined
  return 'Digits must be 1 to 100 of 0-9, *, #, A-D and w.'
}
