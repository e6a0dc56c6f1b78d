/** What the metrics know of a language. All lists are our own. */
export type WordLists = {
  /** Said while somebody else speaks, and no claim to speak. */
  readonly backchannels: ReadonlySet<string>
  readonly fillers: RegExp
  /** Questions that ask for more than yes, no or a fact. */
  readonly openQuestion: RegExp
  /** Ends of questions whose asking word stands last (“vous faites comment ?”). */
  readonly openEnding: RegExp | undefined
  /** Requests to be told something, whatever their punctuation. */
  readonly prompt: RegExp
  /** How a question begins where nothing is punctuated. */
  readonly questionOpening: RegExp
  /** Only asks for a nod: no question when it is all there is. */
  readonly tagQuestion: RegExp
  /** What a customer has at stake. */
  readonly stakes: RegExp
  readonly positive: ReadonlySet<string>
  readonly negative: ReadonlySet<string>
  readonly negations: ReadonlySet<string>
  readonly nextStep: RegExp
  readonly greeting: RegExp
  readonly goodbye: RegExp
}
