import { anyOf, type Lexicon } from './lexicon.ts'

/** What shows that a part of a sales talk took place. */
export const englishMeasures: Lexicon['measures'] = {
  greeting: anyOf(
    'hi|hello|good (?:morning|afternoon|evening)|how are you|nice to meet|thanks for (?:making|taking|joining|your time)|thank you for (?:making|taking|joining|your time)',
  ),
  agenda: anyOf(
    "(?:today|in this call|for this call|the (?:goal|purpose|idea|plan|agenda) (?:of|for|today|is))[^.?!]{0,40}|agenda|we have (?:about )?\\d+ minutes|i(?:'d| would) (?:suggest|propose) (?:that )?we (?:start|begin|go)|the reason (?:i'm calling|for my call)|i'm calling (?:about|because|to)|does that work for you|i'll (?:ask|start)",
  ),
  situation: anyOf(
    'how (?:do|does|did|are|is) (?:you|your)[^.]{0,60}|who (?:takes care|looks after|handles|is in charge)|how (?:many|much|long|often)|what (?:tools?|software|system|do you use|are you using)|at the moment|currently|walk(?:ing)? me through|tell me about (?:your|you)',
  ),
  pain: anyOf(
    'problems?|challeng(?:e|es|ing)|struggl(?:e|es|ing)|pain|frustrat(?:ed|ing|ion)|mess|annoying|difficult(?:y|ies)?|lose|losing|waste|wasting|takes (?:too|so|forever|hours|ages)|what (?:made you|bothers|is missing)|nobody follows up|nightmare|bottleneck|manual(?:ly)?',
  ),
  impact: anyOf(
    'what (?:does|would) (?:that|it|this) (?:cost|mean|change)|(?:cost|costs|costing) (?:you|us)|(?:hours|days) (?:a|per|every) (?:day|week|month)|lost? (?:deals|customers|money|revenue)|impact|consequence|per cent|percent|save|saving|roi|return on investment|metrics?|kpis?|target',
  ),
  urgency: anyOf(
    "why now|urgent(?:ly)?|as soon as possible|priority|when (?:do|would) you (?:need|want|like)|what happens if|by when|deadline|can't wait|how soon",
  ),
  budget: anyOf(
    'budget|afford|how much (?:do|would|can|are) you (?:spend|pay|invest|paying)|invest(?:ment)?|financ(?:e|es|ial|ing)|what you had planned|spend',
  ),
  transition: anyOf(
    "(?:may|can|shall|could) i (?:show|present|tell|explain|walk)|let me (?:show|present|tell|explain|walk)|i'd like to show|(?:based on|from) what you (?:said|told|describe)|if i understand|to recap|so,? to sum|in short",
  ),
  pitch: anyOf(
    "(?:we|our (?:product|solution|software|platform|service|team|programme|program|offer)) (?:help|helps|offer|offers|provide|provides|can|lets?|allows?|includes?|automat(?:e|es))|it (?:runs|works|lets|allows|includes)|you(?:'ll| will| can) (?:get|be able|see|have)|feature|the way it works|programme runs|case study",
  ),
  value: anyOf(
    'so (?:that )?you can|which means|that way|benefit|saves? (?:you)?|result|value|instead of|for example|our (?:clients|customers)|return',
  ),
  closing: anyOf(
    'shall we (?:get|start|go|do)|(?:ready|want|like) to (?:start|get started|go ahead|move forward|sign)|what do you (?:say|think)|anything (?:left|else)[^.?!]{0,30}(?:hold|stop|keep)|get you started|which (?:plan|option|package)|can we (?:go ahead|count)|does that (?:work|suit)|would you like to',
  ),
  payment: anyOf(
    'payment|pay|invoice|card|instal+ments?|contract|sign(?:ature)?|onboarding|kick-?off|log-?in|access|start date|account',
  ),
  next_step: anyOf(
    "next steps?|i'll (?:send|call|ring|email|prepare|put|get back)|(?:how about|let's say|shall we say) |calendar|invit(?:e|ation)|follow[- ]up|talk (?:then|soon)|i(?:'d)? suggest a",
  ),
  decision_maker: anyOf(
    'who (?:else )?(?:decides|makes the decision|signs|is involved|needs to|would)|decision[- ]maker|(?:your|my|our|the) (?:boss|director|manager|partner|wife|husband|cfo|ceo|board)|sign(?:s)? (?:it )?off|final (?:say|word)|on your own',
  ),
  decision_process: anyOf(
    'how (?:do|does|will|would) (?:you|your [a-z]+|the company|it) (?:decide|make (?:the|a) decision|get approved|buy)|approval|approve|procurement|purchasing|legal|security review|process|steps? (?:to|until|before)|sign(?:ed)? off|paperwork',
  ),
  decision_criteria: anyOf(
    'criteria|what (?:is|matters|would be) (?:most )?important|must[- ]haves?|requirements?|looking for|need it to|compare|what would you need|deal[- ]?breaker',
  ),
  champion: anyOf(
    "(?:the team|everyone|my (?:team|boss|colleagues?)) (?:liked|loved|likes|loves|wants)|i'll (?:push|convince|present|show it|talk to)|i (?:really )?want (?:this|it)|internally|(?:should|would like to) see it as well|on (?:our|your) side",
  ),
  competition: anyOf(
    'competitors?|other (?:providers?|vendors?|options?|offers?|solutions?)|another (?:provider|vendor|offer|company)|alternatives?|compar(?:e|ing|ison)|currently (?:use|using)|happy with|takes care of',
  ),
  timeline: anyOf(
    'by when|when (?:do|would|should|could|can|are)|time ?line|time ?frame|deadline|end of (?:the )?(?:month|quarter|year|[a-z]+)|before (?:the )?(?:end|summer|christmas)|start date|go live|up and running|in (?:two|three|four|six|\\d+) (?:weeks|months)',
  ),
}
