import { englishMeasures } from './english-measures.ts'
import { anyOf, type Lexicon } from './lexicon.ts'

const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before but by can could did do does
  don down for from get go going good got had has have he her here him his how i if in into is it its just know
  let like ll make me more my no not now of on one or our out over really right s say see she should so some
  sure t take than thank thanks that the their them then there they thing think this those time to too up us ve
  very want was we well were what when where which who why will with would yeah yes you your okay hi hello`.split(
    /\s+/,
  ),
)

const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const future = "(?:i|we)(?:'ll| will| am going to|'m going to|'re going to| can| could|'d like to)"
const documents =
  '(?:info(?:rmation)?|brochures?|overview|case stud(?:y|ies)|decks?|slides?|details|documentation|documents?|pdf|references?|summary|examples?|materials?|something)'
const papers =
  '(?:contracts?|agreement|quot(?:e|ation)s?|proposal|offer|order form|purchase order|paperwork|estimate|terms|statement of work)'
const sending =
  '(?:send|sending|email|e-mail|mail|forward|share|prepare|draw up|draft|put together|raise|issue|do up|get|have|receive|write up)'
const buyer = '(?:we|i|they|he|she|the (?:board|team|boss|director|committee|management))'

/** General English of sales talks. */
export const english: Lexicon = {
  language: 'en',
  stopWords,

  accepts: {
    clear: anyOf(
      "let's (?:go ahead|move forward|get (?:it )?started|sign|proceed|book it|make it happen|do this|(?:start|begin|try|go) with|take (?:it|the))",
      "(?:i'm|i am|we're|we are) (?:in|sold|on board|happy to (?:sign|go ahead|proceed))(?= *(?:[.,!;]|$| with))",
      "(?:i'll|we'll|i will|we will|i'd like to|we'd like to) (?:take (?:it|the|two|three|one)|buy|order|sign|go (?:with (?:you|it|the)|ahead|for))",
      "(?:i|we)(?:'d| would)? (?:want|like|love) to (?:move forward|go ahead|proceed|buy|order|sign|purchase|roll (?:it|this|you) out|extend|renew|take|get started|start (?:with|on|from|next|this|in)|have you)",
      "(?:put|book|count|sign) (?:me|us) (?:down|in|up)|go for it|you(?:'ve| have) (?:won|got) (?:the|our|my) (?:business|deal|contract)|(?:get|have) (?:it|that|this|them) signed|you can (?:charge|bill|invoice) (?:me|us|it)|(?:place|placing|confirm|confirming) (?:the|an|our|my) order",
      `${buyer}(?:'ve| has| have)? (?:just )?(?:approved|signed off|agreed to|accepted|given the (?:green light|go-ahead))(?! with)`,
      'payment (?:is |was |has been )?(?:accepted|done|complete|completed|confirmed|made|gone through|went through)',
      "(?:it's|you've got|we have|you have) a deal",
      "where do (?:i|we) sign|i(?:'ve| have)? (?:just )?(?:signed|paid)(?: it| the)?",
      "(?:you(?:'ve| have)|i'm|we're) (?:convinced|persuaded|sold)(?: me| us)?|we(?:'ve| have)? (?:chose|chosen|picked|selected|decided on|decided for|going with) you",
      '(?:consider|call) it (?:done|sold)|sold|happy to (?:sign|buy|go ahead)',
    ),
    faint: anyOf(
      "let's do it",
      'sounds like a plan',
      "i(?:'m|'ll| am| will) (?:sign|signing)",
      'typing in my card|my card (?:number|details)',
      "we're good",
      '(?:send|email) (?:me|us|over) (?:the|your|an?) (?:contract|invoice|payment link|order form|paperwork)|where do (?:i|we) pay',
    ),
  },
  celebrates: anyOf(
    'welcome (?:on board|aboard|to the (?:team|family|programme|program))',
    'congratulations|congrats',
    'great decision|excellent decision|excellent choice',
  ),
  refuses: {
    clear: anyOf(
      "(?:i'm|we're|i am|we are|not) (?:really )?not (?:at all )?interested|not interested",
      "(?:don't|do not|doesn't|no) (?:really )?(?:need (?:it|that|this|any|your)|want (?:it|this|any of))",
      '(?:decided|chose|chosen|going|went|gone|opted) (?:to go )?(?:with|for) (?:another|someone else|somebody else|a different|a competitor|your competitor|them|the other)',
      "(?:decided|going|prefer|rather) (?:to )?not (?:to )?(?:do|go|buy|continue|proceed|move|take)|decided against|(?:won't|will not|not going to) (?:be )?(?:buy|buying|go ahead|going ahead|move forward|moving forward|proceed|proceeding|continue|continuing)",
      "(?:don't|do not|not) (?:plan|planning|intend|intending|looking|want) to (?:change|switch|buy|replace)",
      "(?:can't|cannot|can not|couldn't) (?:possibly )?afford",
      'signed with (?:them|another|someone|somebody|a competitor)',
      "please don't (?:call|bother|contact)|stop calling|take (?:me|us|my number) off|remove (?:me|us|my number)",
      "there's no need|it's a no(?: from (?:me|us))?|the answer is no|i said no|no thanks?(?: you)?,? (?:good)?bye",
      "(?:not|never|n't|nothing) (?:be )?(?:buying|buy|purchase|purchasing|order|ordering|taking (?:it|this|that|you)|pursue|pursuing|continuing)|off the table|(?:dropped|cancelled|canceled|scrapped|shelved|stopped|abandoned|killed) (?:the|this|that|our) (?:project|idea|plan|whole)|(?:we|i)(?:'ll| will) pass|have to (?:pass|decline)|(?:stick|stay|staying|sticking) with (?:what|our|the|them)|not going (?:any )?further|not (?:a|something) (?:priority|fit|for us)|leave it (?:there|at that)",
    ),
    faint: anyOf(
      "(?:it's|that's|this is) not for (?:me|us)",
      "(?:we're|i'm) (?:very |quite |really |perfectly )?(?:happy|satisfied|fine) with (?:what|them|our|the|it)",
      'no,? (?:it )?(?:really )?(?:would|does|will)(?:n.t| not)',
      "no,? thank(?:s| you)|(?:we're|i'm) (?:all )?(?:sorted|set|covered|good as (?:we|i) (?:are|am))|(?:don't|do not) see (?:the|any) (?:point|value|use|benefit)",
      'waste of (?:my |our )?(?:time|money)|not worth (?:it|the)|rather not|(?:not|isn.t) going to happen|not looking (?:for|to)|lose (?:this|my) number|that many of these calls|these calls',
      'all the best with',
    ),
  },
  unfit: anyOf(
    'wrong (?:number|person|department|company)',
    "(?:not|isn't) the (?:right|best) (?:person|one|contact)",
    '(?:already|been) (?:a |an |your )?(?:customer|client|subscriber|using (?:you|your))(?: of yours)?',
    "(?:no longer|doesn't|does not|don't) works? (?:here|there|for)|(?:left|has left) the company",
    "there(?:'s| is) (?:no|nobody|no one)(?: [a-z]+)? (?:here|by that name|called)",
    "(?:i'm|i am|we're|we are) (?:just )?(?:a student|retired|closing down|out of business)",
    '(?:bought|got|get|purchased|ordered|have|use|using) (?:it|this|that|yours|your [a-z]+)(?: already)? from you|(?:we|i) (?:already )?(?:use|have) your|your colleague [a-z]+ (?:looks after|takes care|handles)',
    'private (?:line|number|household)',
  ),
  voicemail: anyOf(
    'voice ?mail|mailbox of|answering machine',
    '(?:leave|record) (?:me |us )?(?:a|your) (?:message|name|details|number)|away from (?:my|the) desk|i am (?:currently )?out of (?:the )?office',
    'after the (?:tone|beep)',
    "(?:can't|cannot|unable to|not able to) (?:take|answer|come to) (?:your|the) (?:call|phone)",
    '(?:person|number|party|subscriber) you (?:are|have) (?:calling|dialled|dialed|called)|mailbox is full|press (?:one|1|hash|pound)|not available (?:to take|right now|at the moment|at present)',
  ),
  absent: anyOf(
    '(?:nobody|no one|no-one|noone) (?:has |have |is )?(?:joined|showed up|shown up|turned up|here|there|answer(?:s|ed|ing)|pick(?:s|ed|ing) up)',
    "(?:isn't|is not|not|aren't) (?:coming|joining|showing up|turning up|picking up|going to (?:come|join|show))|(?:hasn't|haven't|didn't|did not) (?:joined|join|shown|show|turned|turn|pick|picked)",
    'no[- ]show|ending the (?:meeting|call) here|nobody there',
  ),
  conditional: anyOf('if', 'unless', 'maybe', 'perhaps', 'might', 'once', 'as soon as', 'not sure'),

  agrees: anyOf(
    'yes|yeah|yep|sure|okay|ok|of course|perfect|great|deal|absolutely|definitely|sounds (?:good|great|fine)',
    '(?:is|are|would be|that|it) (?:fine|good|great|perfect)|works (?:for|well|perfectly)|works',
    'looking forward|talk (?:then|soon)|see you|speak (?:then|soon)|will do|do that',
  ),
  consents:
    /^(?:yes|yeah|yep|sure|absolutely|of course|please do|definitely|go ahead|perfect|okay|ok)\b/,
  flatNo: /^no(?:pe)?(?:[.!,]|$| thanks| thank you)(?! (?:problem|worries|no))/,
  declines: anyOf(
    '^no|not really|rather not|no thanks|no thank you|no need|not necessary|not now|please don.t',
  ),

  promises: anyOf(
    future,
    "i'm (?:sending|emailing|booking|putting|preparing|adding|calling you)",
    'let me',
    "you(?:'ll| will) (?:have|get|receive|find)",
  ),
  requests: anyOf(
    '(?:can|could|would|will) you',
    'please|feel free to',
    '(?:send|email|e-mail|call|ring|give|show|forward|mail|try) (?:me|us)',
    'you can (?:reach|call|send|email|write)',
  ),
  proposes: anyOf(
    "how about|what about|shall (?:we|i)|let's|let us|i(?:'d)? (?:suggest|propose)|why don't we",
    '(?:would|does|is|are) .{0,40}(?:work|suit|fine|okay|good|free|available|convenient)',
    '(?:can|could) (?:we|i|the (?:two|three|four) of us)',
    'is it (?:okay|ok|all right|alright) (?:if|for)|(?:does|would) (?:that|it|this) (?:fit|suit|work)|(?:i|we) have .{0,40} (?:free|available|open)|(?:move|push|shift|reschedule|postpone) (?:it|this|that|to)',
    'works? for (?:me|us|you|both)|works',
    'it is$|talk then|looking forward',
  ),
  steps: [
    [
      'try_again',
      anyOf(
        'try (?:you |him |her |them |it )?again|call (?:you )?again later|try (?:you|him|her|them) (?:back|later|another)|(?:find|propose|offer|suggest) (?:a |her a |him a |them a )?(?:new|another) (?:slot|time|date)',
      ),
    ],
    [
      'payment',
      anyOf(
        '(?:payment|checkout) link|link (?:for|to) (?:the )?pay(?:ment)?|(?:by|with|your|my) (?:credit )?card|(?:make|take) the payment|(?:send|email|raise|issue)[^.]{0,20} invoice|bank transfer|pay (?:it|now|today|online|all)',
      ),
    ],
    [
      'send_contract',
      anyOf(
        `(?:put|get) (?:it|that|this) in writing|${sending}(?:[^.?!]{0,40}) ${papers}|${papers} (?:over|to you|for signature|across)|sign (?:it|the|this)(?: ${papers})?`,
      ),
    ],
    [
      'meeting',
      anyOf(
        '(?:demo|meeting|workshop|video call|zoom|teams|presentation|appointment|session|invit(?:e|ation)|calendar|diary|coffee|visit|walkthrough|catch[- ]up)',
        '(?:get|sit|come) together|meet(?: up)?|together for|come (?:by|over)|both of us',
      ),
    ],
    [
      'onboarding',
      anyOf(
        'kick-?off|go-?live|onboarding|log-?in (?:details|data)|roll-?out|set (?:up|you up)[^.]{0,20} account|your access|welcome (?:mail|email|pack)|get (?:you )?started',
      ),
    ],
    [
      'call_back',
      anyOf(
        '(?:call|ring|phone) (?:you|me|us|him|her|them)(?: (?:back|again|up|on|at|next|tomorrow|in))?',
        '(?:get|come|circle|report) back to (?:you|me|us)',
        'give (?:you|me|us) (?:a|another) (?:call|ring|buzz|shout)|call (?:back|again)|check (?:back )?in with (?:you|me)|follow up (?:with you|on)|speak (?:again|next|on|then)|talk (?:again|next|on|then|tomorrow)|touch base|next call|another call',
      ),
    ],
    [
      'send_information',
      anyOf(
        `${sending}(?:[^.?!]{0,40}) ${documents}|(?:send|email|e-mail|mail) (?:it|that|them|this|me|you|us)`,
      ),
    ],
    [
      'ask_other',
      anyOf(
        '(?:get in touch with|reach out to|contact|call|speak (?:to|with)|talk (?:to|with)|ask|write to) (?!(?:you|me|us|my|our|it|the three)(?![a-z]))[a-z]+',
      ),
    ],
  ],
  deadline: anyOf(
    '(?:before|until|till|by|since|within|from) (?:the )?(?:end of |start of |beginning of |summer|winter|spring|autumn|[a-z]+ (?:at the latest)?)',
  ),
  dateHint: anyOf(
    weekday,
    '(?:mon|tue|wed|thu|fri)',
    'tomorrow|tonight|today|this (?:afternoon|evening)|next (?:week|month|quarter|year)|end of (?:the )?(?:week|month|day)',
    '(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)',
    'on the \\d{1,2}(?:st|nd|rd|th)',
    'may (?:the )?\\d{1,2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? may',
    'in (?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\\d+|a few|a couple of) (?:hours?|days?|weeks?|fortnights?|months?|years?)',
    "\\d{1,2}(?::\\d{2})? ?(?:am|pm|a\\.m\\.|p\\.m\\.|o'clock)|\\d{1,2}[/.]\\d{1,2}|(?:at|around|about) (?:\\d{1,2}|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
  ),

  objections: [
    [
      'competition',
      anyOf(
        '(?:another|a different|other|your|a) (?:provider|vendor|supplier|competitors?|quotes?|offers?|company|agency)',
        '(?:cheaper|better) (?:elsewhere|offer|somewhere)|compare (?:offers|prices|you)|comparing|someone else|somebody else',
      ),
    ],
    [
      'price',
      anyOf(
        '(?:too|very|so|pretty|quite|really|bit|rather) (?:expensive|pricey|costly|much(?: money)?|high)',
        "(?:can't|cannot|couldn't) (?:possibly )?afford|(?:over|above|beyond|outside|exceeds?|not in|no) (?:of )?(?:my|our|the) budget|no budget|a lot of money|(?:lower|better|reduce the|drop the) price|cheaper|discount|half of that",
      ),
    ],
    [
      'decision',
      anyOf(
        '(?:need|have|want|like) to (?:think|talk|speak|discuss|check|ask|consult|run it|sleep|clear it|sit)(?: about| on| over| it| to| with|$)[^.?!]{0,40}',
        "(?:can't|cannot|not able to|don't) decide|not (?:my|up to me)|not (?:mine|the one) (?:to decide|who decides)|final (?:word|say)|sleep on it|think (?:it|about it|this) over|don't want to rush",
      ),
    ],
    [
      'timing',
      anyOf(
        "not (?:the )?(?:right|good|best|a good) (?:time|moment)|(?:don't|do not|didn't) have (?:the |any |much )?time|no time|too busy|not (?:right )?now|not this (?:year|quarter|month)|(?:later|another time|next (?:year|quarter))|fixed until|tied (?:in|up) until|can't change anything|bad time|in the middle of|about to walk into",
      ),
    ],
    [
      'trust',
      anyOf(
        "(?:not sure|how do i know|don't believe|doubt|does it really|will it really) [^.?!]{0,30}(?:work|works|true|worth)|never heard of|too good to be true|scam|guarantees?|reviews|skeptical|sceptical|bad experience|burned before|trust",
      ),
    ],
    [
      'need',
      anyOf(
        "not interested|(?:don't|do not|doesn't|won't|no) (?:really |probably )?(?:need|use|see (?:the|a|any) (?:need|point|value|use))|(?:happy|satisfied|fine) with (?:what|them|our|the|it)|already (?:have|use|using|got)|(?:works|working) fine|don't plan to change",
      ),
    ],
    [
      'other',
      anyOf(
        "(?:my|our|one|a|only) (?:concern|worry|issue|hesitation|problem) (?:is|would be)|(?:i'm|we're) (?:worried|concerned|hesitant|afraid|not convinced|unsure)",
      ),
    ],
  ],

  pricing: anyOf(
    'pric(?:e|es|ing|ed)|costs?|fees?|how much|discount|per (?:month|year|user|seat)|monthly|yearly plan|quot(?:e|ation)|expensive|pounds|euros|dollars|rates?|instal+ments?',
  ),
  competitor: anyOf(
    'competitors?|another (?:provider|vendor|supplier|company|agency|solution)|(?:other|different) (?:providers?|vendors?|suppliers?|tools?)|(?:currently|already) (?:use|using|work|working) with|compared? (?:to|with)|alternatives?|switch(?:ing)? from',
  ),
  buyingIntent: anyOf(
    "how (?:do|would|can) we (?:start|begin|get started|proceed|sign)|when can we (?:start|begin)|(?:does|is) [^.?!]{0,20}(?:everything|exactly what) we need|that would help|sounds (?:interesting|good|great)|(?:i|we) (?:really )?(?:like|love|liked|loved) (?:it|the|this|that)|what(?:'s| is| are) the next steps?|can (?:i|we) (?:pay|sign|try)|send (?:me|us) the (?:contract|invite|invoice|link)|interested in|excited",
  ),
  decides: anyOf(
    "(?:i|we) (?:sign (?:it|this|that) off|sign off|decide|make the (?:decision|call)|approve|have the final)|(?:my|our) decision|(?:i'm|i am) the (?:owner|founder|ceo|director|decision[- ]maker|head)",
  ),
  decidesNot: anyOf(
    "(?:can't|cannot|don't) decide|not my decision|(?:my|our|the) (?:boss|director|manager|partner|wife|husband|cfo|ceo|board|operations lead|head of [a-z]+)|final (?:word|say)|decision[- ]maker",
  ),
  budget: anyOf(
    'budget|(?:set aside|allocated|planned for|put aside) [^.?!]{0,20}(?:for|money|thousand)|afford|(?:we|i) (?:can )?spend|funding|invest',
  ),
  timeline: anyOf(
    '(?:by|before|until) (?:the )?(?:end|start|beginning|summer|winter|spring|autumn|christmas|january|february|march|april|june|july|august|september|october|november|december|q[1-4])|as soon as possible|asap|deadline|go live|up and running|this (?:quarter|month)|urgent(?:ly)?|in a hurry|time ?frame|timeline',
  ),
  risk: anyOf(
    "cancel(?:l?ing|lation)?|(?:not|isn't|doesn't|don't) (?:working|satisfied|happy)|disappointed|frustrated|unhappy|lawyer|complain(?:t|ts|ing)?|refund|stop using|on hold|frozen|freeze|reorgani[sz]ation|layoffs?|leaving the company|delayed",
  ),
  optOut: anyOf(
    "(?:take|remove|delete) (?:me|us|my (?:number|name|data|details)) (?:off|from)|take me off|stop (?:calling|contacting|emailing)|(?:don't|do not|never) (?:ever )?(?:call|contact|email|ring) (?:me|us|here)(?: again| any ?more)?|unsubscribe|any more of these calls|do not call list",
  ),

  openQuestion: anyOf(
    "(?:what|how|why|which|who|where|when) [^.!]*|tell me (?:more |about )|walk me through|describe|could you explain|what's",
  ),
  closedQuestion: anyOf(
    '^(?:and |so |but )?(?:do|does|did|is|are|was|were|can|could|will|would|have|has|had|may|should) .*',
  ),
  hedges: anyOf(
    'sort of|kind of|a little bit|just wanted to|i guess|hopefully|to be honest|basically',
  ),
  positive: anyOf(
    'yes|great|perfect|excellent|interested|agree|good|love|like|definitely|absolutely|happy|excited|works|deal|thanks|thank you',
  ),
  negative: anyOf(
    "no|not|never|expensive|problem|issue|concern|unfortunately|can't|cannot|won't|don't|difficult|cancel|busy|sorry",
  ),
  repLike: anyOf(
    "i'm calling|it's [a-z]+ from|this is [a-z]+ (?:from|at|with)|our (?:product|solution|software|company|team|offer|clients|customers|programme|program)|may i ask|i'll send|we help|i'd like to show|thanks for (?:making|taking) the time",
  ),
  measures: englishMeasures,
}
