/** What styles made in the page need, as its policy takes no others; see the answer of the server. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
