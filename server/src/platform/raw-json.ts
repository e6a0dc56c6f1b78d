/** JSON that is text already, such as PostgreSQL made it: sent as it is, never parsed here. */
export class RawJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}
