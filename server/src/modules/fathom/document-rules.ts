const document =
  /^https:\/\/docs\.google\.com\/document\/(?:u\/\d+\/)?d\/([\w-]{10,100})(?:[/?#]|$)/

/** Address at which a public Google document can be had as plain text; undefined for other pages. */
export function plainTextAddress(url: string): string | undefined {
  const id = document.exec(url)?.[1]
  return id && `https://docs.google.com/document/d/${id}/export?format=txt`
}

/** Hosts that Google's export sends on to. */
export function isGoogleContent(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' && /(^|\.)(googleusercontent|google)\.com$/.test(hostname)
}
