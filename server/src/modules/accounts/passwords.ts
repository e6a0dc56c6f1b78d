/** scrypt as better-auth checks it at sign-in. Imported late, for the memory it holds. */
export async function hashPassword(password: string): Promise<string> {
  const crypto = await import('better-auth/crypto')
  return crypto.hashPassword(password)
}
