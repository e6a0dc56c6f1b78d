import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link lets its holder see, and until when. */
export type Linked = {
  readonly workspaceId: string
  readonly id: string
  readonly expiresAtMs: number
}

/** The server's key, 32 bytes in base64, and what sort of thing is linked: no link passes for another. */
export type Signer = { readonly key: string; readonly label: string }

const bodyBytes = 16 + 16 + 6
const tagBytes = 32

export function writeLinkToken(signer: Signer, { workspaceId, id, expiresAtMs }: Linked): string {
  const body = Buffer.alloc(bodyBytes)
  body.write(workspaceId.replaceAll('-', ''), 0, 'hex')
  body.write(id.replaceAll('-', ''), 16, 'hex')
  body.writeUIntBE(expiresAtMs, 32, 6)
  return Buffer.concat([body, tagOf(signer, body)]).toString('base64url')
}

/** Undefined when it was not made with this key. Whether it has expired is for the caller to see. */
export function readLinkToken(signer: Signer, token: string): Linked | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== bodyBytes + tagBytes) return undefined
  // One link has one spelling: the last letter has bits that decoding leaves out.
  if (bytes.toString('base64url') !== token) return undefined
  const body = bytes.subarray(0, bodyBytes)
  if (!timingSafeEqual(bytes.subarray(bodyBytes), tagOf(signer, body))) return undefined
  return {
    workspaceId: uuidOf(body.subarray(0, 16)),
    id: uuidOf(body.subarray(16, 32)),
    expiresAtMs: body.readUIntBE(32, 6),
  }
}

/** The label keeps signatures of other things from counting here. */
function tagOf({ key, label }: Signer, body: Buffer): Buffer {
  const bytes = Buffer.from(key, 'base64')
  return createHmac('sha256', bytes).update(`${label}\0`).update(body).digest()
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  const cuts = [0, 8, 12, 16, 20, 32]
  return cuts
    .slice(1)
    .map((end, index) => hex.slice(cuts[index], end))
    .join('-')
}
