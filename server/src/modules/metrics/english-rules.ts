import type { WordLists } from './word-list-rules.ts'
import { beginnings, phrases, words } from './word-rules.ts'

const day = '(?:monday|tuesday|wednesday|thursday|friday|tomorrow|next (?:week|month))'
const opening = `so
  and
  but
  ok
  okay
  well
  um
  uh
  now
  then
  right
  alright
  all right
  great
  just
  sorry
  yeah
  yes
  perfect
  thanks
  (?:can|could|may) i ask(?: you)?
  let me ask(?: you)?
  i (?:m|am) curious
  curious
  i (?:wonder|was wondering)
  out of curiosity`
const prompt = `(?:(?:can|could|would|will) you (?:please )?)?(?:tell|show) (?:me|us)
  (?:(?:can|could|would|will) you (?:please )?)?(?:describe|explain|elaborate|expand)
  (?:(?:can|could|would|will) you (?:please )?)?(?:walk|talk|take) (?:me|us) through
  (?:(?:can|could|would|will) you (?:please )?)?help (?:me|us) understand
  (?:can|could|would|will) you (?:please )?share`
const verb = '(?:do|does|did|is|are|was|were|would|will|can|could|should|has|have|s|re)'
/** Only what rarely begins a statement: used where nothing is punctuated. */
const unpunctuated = `(?:what|why|who|when|where|which|how)(?: \\p{L}+)? ${verb} (?:you|your|they|he|she|it|we|i|there|that|this|the|going|been)
  (?:do|does|did|are|is|was|were|have|has|had|can|could|will|would|should|shall) (?:you|your|they|he|she|it|we|i|there|that|this|the|anyone|anybody)`
const open = `what(?! time)
  how (?!many |much |long |often |big |old |far |soon )\\p{L}+
  why`

export const english: WordLists = {
  backchannels: words(
    'yes yeah yep yup ok okay right sure mhm mm hmm uh huh aha got it i see exactly true wow great absolutely indeed totally cool oh ah',
  ),
  fillers: phrases(`u+m+
    u+h+
    er+m*
    ah+m+
    h+m+
    you know
    i mean
    kind of
    sort of
    basically
    actually
    literally
    like you know`),
  openQuestion: beginnings(`${open}\n${prompt}`, opening),
  openEnding: undefined,
  prompt: beginnings(prompt, opening),
  questionOpening: beginnings(unpunctuated, opening),
  tagQuestion:
    /^ (?:ok|okay|right|yeah|yes|no|really|sure|huh|you know|you see|does that make sense|make sense|makes sense|is it|isn t it|and|so|all right|alright)(?: (?:ok|okay|right|yeah))* $/u,
  stakes:
    phrases(`(?:problem|challenge|goal|objective|priorit|budget|deadline|timeline|concern|risk|obstacle|criteri|requirement|frustration|struggle|impact)(?:s|y|ies|es|on|a|ing|ed)?
    pain(?: points?)?
    deci(?:de|des|ded|ding|sion|sions)(?: makers?)?
    sign off
    success(?:ful)?
    time ?frame
    need(?:s|ed)?
    worr(?:y|ies|ied)
    cost(?:s|ing)? (?:you|your|to)
    invest(?:ed|ing|ment)?
    holding you back
    looking for
    trying to (?:achieve|solve|fix|do)`),
  positive: words(`good great excellent perfect love amazing awesome fantastic wonderful happy glad
    pleased excited interested interesting helpful useful easy nice best better benefit win success
    successful agree agreed thanks thank appreciate enjoy impressive impressed valuable save saves
    faster improve improved improvement clear comfortable confident definitely absolutely
    delighted brilliant super cool recommend trust reliable works solved ideal impress`),
  negative:
    words(`bad terrible awful hate problem problems issue issues difficult hard expensive costly
    worry worried worries concern concerned concerns frustrated frustrating frustration annoying
    annoyed angry slow poor wrong fail failed fails failure confusing confused complicated pain painful
    unfortunately disappointed disappointing unhappy risk risky broken bug bugs waste wasted worse
    worst doubt doubts struggle struggling cancel cancelled complaint complain missing lost lose
    losing unclear impossible useless stuck overwhelmed stress stressful delay delays afraid`),
  negations: words('not no never t cannot without nothing hardly neither nor isnt dont doesnt'),
  nextStep: phrases(`next steps?
    follow(?:ing)? up (?:with|on|meeting|call|email|next|in)
    (?:i|we) (?:will|ll|shall|can|m going to|am going to|re going to|are going to) (?:also |then |just )?(?:send|email|forward|share|schedule|book|set up|call|ring|get back|reach out|circle back|prepare|put together|draft)
    (?:i|we) (?:will|ll) (?:talk|speak|meet|see you) (?:again|on|next|${day})
    let (?:s|us) (?:schedule|book|set up|meet|reconnect|touch base|sync|circle back|catch up|regroup)
    let (?:s|us) (?:talk|speak|do|say|plan) (?:again|soon|on|next|${day})
    (?:talk|speak|see you|meet|call you|call me)(?: back| again)?(?: on)? ${day}
    (?:schedule|book|set up|arrange) (?:a|the|another|our) (?:\\p{L}+ )?(?:call|meeting|demo|session|time|slot)
    (?:does|would|will|is) (?:next )?${day}(?: \\p{L}+| \\p{N}+){0,3} (?:work|suit|ok|okay|good|fine|convenient|possible)
    (?:how|what) about (?:on )?(?:next )?${day}
    ${day}(?: at \\p{N}+| morning| afternoon)? (?:works|suits|is fine|is good|is perfect|would work|would suit)
    calendar invit(?:e|ation)
    send (?:you|me|us|over) (?:the|a|an|that|this|it|over|some|your|our|more)
    get back to (?:you|me|us)
    call (?:you|me) back`),
  greeting: phrases(`hello
    hi
    hey
    good (?:morning|afternoon|evening|day)
    nice to (?:meet|see) you
    welcome
    how are you
    thanks for (?:joining|taking|coming|making)
    thank you for (?:joining|taking|coming|making)`),
  goodbye: phrases(`(?:good )?bye
    goodbye
    take care
    thanks?(?: you| again| a lot| so much)?
    have a (?:great|good|nice|lovely|wonderful) (?:day|evening|afternoon|weekend|week|one|rest)
    see you
    (?:talk|speak) (?:to you )?(?:soon|later|then)
    cheers`),
}
