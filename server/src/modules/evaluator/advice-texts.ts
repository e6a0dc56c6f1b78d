import type { ObjectionType } from '@parley/contract'

/** What advice says, in the language of the scorecard or of the talk. */
type AdviceTexts = {
  readonly strengths: Readonly<
    Record<'dated' | 'step' | 'question' | 'mastered' | 'pain' | 'greeting' | 'listening', string>
  >
  readonly gaps: Readonly<
    Record<
      'step' | 'closed' | 'monologue' | 'budget' | 'decision' | 'hedge' | 'agenda',
      { readonly text: string; readonly better: string }
    >
  >
  readonly objection: {
    readonly text: string
    readonly better: Readonly<Record<ObjectionType, string>>
  }
}

const english: AdviceTexts = {
  strengths: {
    dated: 'A next step with a date was agreed.',
    step: 'It ended with something to be done.',
    question: 'Open questions made the customer talk.',
    mastered: 'An objection was answered, and the talk went on.',
    pain: 'The customer’s problem came up in the customer’s own words.',
    greeting: 'A clear and friendly beginning.',
    listening: 'The customer had room to speak.',
  },
  gaps: {
    step: {
      text: 'It ended without a date for the next step.',
      better:
        'Before we hang up, shall we put a date in the calendar? Does Thursday at ten suit you?',
    },
    closed: {
      text: 'A question that yes or no answers stops the talk.',
      better: 'How do you handle that today, and what would you change about it?',
    },
    monologue: {
      text: 'A long stretch of one’s own words; nobody remembers all of it.',
      better: 'Let me stop there. Which part of this matters most to you?',
    },
    budget: {
      text: 'What can be spent was not spoken about.',
      better: 'So that I suggest the right thing: what have you set aside for this?',
    },
    decision: {
      text: 'Who decides was not spoken about.',
      better: 'Who besides you will have a say in this, and how do you usually decide?',
    },
    hedge: {
      text: 'A phrase that makes the offer smaller.',
      better: 'The same sentence without it: short, and to the end.',
    },
    agenda: {
      text: 'The purpose of the talk was not said at the beginning.',
      better:
        'I have two questions for you, then I show you what fits, and you tell me if we go on.',
    },
  },
  objection: {
    text: 'An objection was left standing.',
    better: {
      price: 'Compared with what does it seem a lot? What does the problem cost you in a year?',
      timing: 'What would have to change for it to be the right time?',
      need: 'What would have to happen for you to look at it after all?',
      trust: 'What would you have to see to be sure? I can put you in touch with a customer.',
      competition: 'What do you like about them, and what would you want to be better?',
      decision: 'Of course. What will they ask first? Shall we speak to them together?',
      other: 'Tell me more about it: what exactly holds you back?',
    },
  },
}

const french: AdviceTexts = {
  strengths: {
    dated: 'Une prochaine étape datée a été convenue.',
    step: 'L’échange se termine sur quelque chose à faire.',
    question: 'Des questions ouvertes ont fait parler le client.',
    mastered: 'Une objection a reçu une réponse et l’échange a continué.',
    pain: 'Le problème a été dit avec les mots du client.',
    greeting: 'Un début clair et chaleureux.',
    listening: 'Le client a eu la place de parler.',
  },
  gaps: {
    step: {
      text: 'L’échange se termine sans date pour la suite.',
      better: 'Avant de raccrocher, on fixe une date ? Jeudi à dix heures, ça te va ?',
    },
    closed: {
      text: 'Une question à laquelle on répond par oui ou non arrête l’échange.',
      better: 'Comment fais-tu aujourd’hui, et qu’est-ce que tu voudrais changer ?',
    },
    monologue: {
      text: 'Un long passage sans laisser parler ; personne n’en retient tout.',
      better: 'Je m’arrête là. Qu’est-ce qui compte le plus pour toi dans tout ça ?',
    },
    budget: {
      text: 'Le budget n’a pas été abordé.',
      better: 'Pour te proposer la bonne formule : combien as-tu prévu d’investir ?',
    },
    decision: {
      text: 'On ne sait pas qui décide.',
      better: 'Qui d’autre que toi a son mot à dire, et comment décidez-vous d’habitude ?',
    },
    hedge: {
      text: 'Une formule qui rapetisse l’offre.',
      better: 'La même phrase sans elle : courte, et jusqu’au bout.',
    },
    agenda: {
      text: 'Le but de l’échange n’a pas été dit au début.',
      better:
        'Je te pose deux questions, je te montre ce qui convient, et tu me dis si on continue.',
    },
  },
  objection: {
    text: 'Une objection est restée sans réponse.',
    better: {
      price: 'C’est cher par rapport à quoi ? Et combien te coûte le problème en un an ?',
      timing: 'Qu’est-ce qui devrait changer pour que ce soit le bon moment ?',
      need: 'Qu’est-ce qui devrait arriver pour que tu regardes quand même ?',
      trust:
        'Qu’est-ce que tu aurais besoin de voir pour être sûr ? Je peux te présenter un client.',
      competition: 'Qu’est-ce qui te plaît chez eux, et qu’est-ce que tu voudrais de mieux ?',
      decision: 'Bien sûr. Quelle sera sa première question ? On lui en parle ensemble ?',
      other: 'Dis-m’en plus : qu’est-ce qui te retient exactement ?',
    },
  },
}

export function adviceTexts(isFrench: boolean): AdviceTexts {
  return isFrench ? french : english
}
