/** One mail to one person. Plain text: it must be readable everywhere, and it holds a link. */
export type Mail = {
  /** A bare address, such as ada@example.com. */
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends mail. Both implementations pass the same conformance suite. */
export type Mailer = {
  /** False: mails stay on this machine, so links must be passed on by hand. */
  readonly delivers: boolean
  /** Resolves once the mail has been accepted for delivery; throws ProviderError. */
  readonly send: (mail: Mail) => Promise<void>
  readonly close: () => Promise<void>
}
