import {
  figureDefinitions,
  type MailLanguage,
  type TeamFigureName,
  teamFigureNames,
} from '@parley/contract'

/** What the weekly mail consists of besides names and numbers. */
export type MailWords = {
  readonly subject: (week: Week) => string
  readonly opening: (week: Week) => string
  readonly closing: string
  readonly best: string
  readonly mostImproved: string
  readonly repsByRank: string
  readonly seconds: string
  readonly figures: Readonly<Record<TeamFigureName, string>>
}

type Week = {
  readonly workspace: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

const english: MailWords = {
  subject: ({ workspace, from, to }) => `The week of ${workspace}: ${from} to ${to}`,
  opening: ({ workspace, from, to, timeZone }) => `Hello,

the week of ${workspace} from ${from} to ${to} (${timeZone}); in brackets, the change against
the week before.`,
  closing:
    'What each figure is made of stands in the reports, which also list the conversations behind it.',
  best: 'Best score',
  mostImproved: 'Most improved',
  repsByRank: 'Reps, by rank:',
  seconds: 's',
  figures: Object.fromEntries(
    teamFigureNames.map((name) => [name, figureDefinitions[name].title]),
  ) as MailWords['figures'],
}

const french: MailWords = {
  subject: ({ workspace, from, to }) => `La semaine de ${workspace} : du ${from} au ${to}`,
  opening: ({ workspace, from, to, timeZone }) => `Bonjour,

voici la semaine de ${workspace}, du ${from} au ${to} (${timeZone}) ; entre parenthèses, l’écart avec
la semaine précédente.`,
  closing:
    'Les rapports disent de quoi chaque chiffre est fait, et montrent les conversations derrière lui.',
  best: 'Meilleur score',
  mostImproved: 'Plus forte progression',
  repsByRank: 'Les commerciaux, par rang :',
  seconds: 's',
  figures: {
    calls: 'Appels',
    pitches: 'Présentations',
    sales: 'Ventes',
    no_shows: 'Absences',
    show_up_rate: 'Taux de présence',
    closing_rate: 'Taux de closing',
    average_score: 'Score moyen',
    talk_ratio: 'Part de parole',
    monologue: 'Plus long monologue',
    patience: 'Patience',
    question_rate: 'Questions par heure',
    objections_met: 'Objections entendues',
    objections_mastered: 'Objections traitées',
    objection_mastery: 'Maîtrise des objections',
    next_step_rate: 'Taux de prochaine étape',
    follow_up_adherence: 'Relances tenues',
  },
}

const arabic: MailWords = {
  subject: ({ workspace, from, to }) => `أسبوع ${workspace}: من ${from} إلى ${to}`,
  opening: ({ workspace, from, to, timeZone }) => `مرحبًا،

هذا أسبوع ${workspace} من ${from} إلى ${to} (${timeZone})؛ وبين القوسين الفرق عن الأسبوع السابق.`,
  closing: 'تبيّن التقارير مم يتكوّن كل رقم، وتعرض المحادثات التي وراءه.',
  best: 'أفضل نتيجة',
  mostImproved: 'الأكثر تحسنًا',
  repsByRank: 'المندوبون حسب الترتيب:',
  seconds: 'ث',
  figures: {
    calls: 'المكالمات',
    pitches: 'العروض',
    sales: 'المبيعات',
    no_shows: 'حالات الغياب',
    show_up_rate: 'نسبة الحضور',
    closing_rate: 'نسبة الإغلاق',
    average_score: 'متوسط النتيجة',
    talk_ratio: 'نسبة الكلام',
    monologue: 'أطول حديث متصل',
    patience: 'التريث',
    question_rate: 'الأسئلة في الساعة',
    objections_met: 'الاعتراضات المسموعة',
    objections_mastered: 'الاعتراضات المعالَجة',
    objection_mastery: 'إتقان الاعتراضات',
    next_step_rate: 'نسبة الخطوة التالية',
    follow_up_adherence: 'الالتزام بالمتابعة',
  },
}

/** By the language that the workspace chose for its mail. */
export const mailWords: Readonly<Record<MailLanguage, MailWords>> = {
  en: english,
  fr: french,
  ar: arabic,
}
