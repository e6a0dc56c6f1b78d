/** What the address asks for. */
export type Search = { readonly [name: string]: string | undefined }
