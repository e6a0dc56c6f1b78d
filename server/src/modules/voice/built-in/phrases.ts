import type { Language } from './spoken-values.ts'

/** What the built-in conversation says. `{…}` is filled in. */
type Phrases = {
  readonly hello: string
  readonly ask: string
  readonly askChoice: string
  readonly askYesNo: string
  readonly askSpelt: string
  readonly confirm: string
  readonly retry: Readonly<
    Record<'other' | 'email' | 'phone' | 'date' | 'number' | 'choice', string>
  >
  readonly again: string
  readonly skip: string
  readonly source: string
  readonly unknown: string
  readonly notHeard: string
  readonly anythingElse: string
  readonly allNoted: string
  readonly thanks: string
  readonly goodbye: string
  readonly toolStart: string
  readonly toolDone: string
  readonly toolFailed: string
  readonly handOver: string
  readonly noHandOver: string
  readonly or: string
  /** While a tool takes long. */
  readonly filler: string
}

export const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    hello: 'Hello. How can I help you?',
    ask: 'Could you tell me your {field}, please?',
    askChoice: 'Which {field} would you like: {choices}?',
    askYesNo: 'One question, with yes or no: {field}?',
    askSpelt: 'What is your {field}? You can spell it.',
    confirm: 'I have {value}. Is that right?',
    retry: {
      other: 'Sorry, I did not get that.',
      email:
        'Sorry, that does not sound like an e-mail address. Please say it slowly, with "at" and "dot".',
      phone: 'Sorry, I did not catch the number. Please say it digit by digit.',
      date: 'Sorry, I did not understand which day that is.',
      number: 'Sorry, I need a number there.',
      choice: 'Sorry, it must be one of these: {choices}.',
    },
    again: 'Sorry about that.',
    skip: 'Never mind, we can leave that.',
    source: '{answer} That is from {source}.',
    unknown: 'I am sorry, I do not know that. I can have a colleague get back to you about it.',
    notHeard: 'Sorry, I did not catch that. Could you say it again?',
    anythingElse: 'Is there anything else I can help you with?',
    allNoted: 'Thank you, I have noted everything.',
    thanks: 'You are welcome.',
    goodbye: 'Thank you for calling. Goodbye!',
    toolStart: 'Sure, I can do that.',
    toolDone: 'Done. {result}',
    toolFailed: 'I am sorry, that did not work just now. A colleague will follow up on it.',
    handOver: 'One moment, I am connecting you with a colleague.',
    noHandOver:
      'I cannot connect you right now, but I will pass it on so that a colleague calls you back.',
    or: 'or',
    filler: 'One moment, please.',
  },
  fr: {
    hello: 'Bonjour. Comment puis-je vous aider ?',
    ask: 'Pouvez-vous me donner votre {field}, s’il vous plaît ?',
    askChoice: 'Pour {field}, que préférez-vous : {choices} ?',
    askYesNo: 'Une question, par oui ou par non : {field} ?',
    askSpelt: 'Quel est votre {field} ? Vous pouvez l’épeler.',
    confirm: 'J’ai noté {value}. C’est bien cela ?',
    retry: {
      other: 'Pardon, je n’ai pas compris.',
      email:
        'Pardon, cela ne ressemble pas à une adresse e-mail. Dites-la lentement, avec « arobase » et « point ».',
      phone: 'Pardon, je n’ai pas saisi le numéro. Dites-le chiffre par chiffre.',
      date: 'Pardon, je n’ai pas compris de quel jour il s’agit.',
      number: 'Pardon, il me faut un nombre.',
      choice: 'Pardon, il faut choisir entre : {choices}.',
    },
    again: 'Excusez-moi.',
    skip: 'Ce n’est pas grave, passons.',
    source: '{answer} Cela vient de {source}.',
    unknown: 'Je suis désolé, je ne le sais pas. Un collègue peut vous recontacter à ce sujet.',
    notHeard: 'Pardon, je n’ai pas entendu. Pouvez-vous répéter ?',
    anythingElse: 'Puis-je faire autre chose pour vous ?',
    allNoted: 'Merci, j’ai tout noté.',
    thanks: 'Je vous en prie.',
    goodbye: 'Merci de votre appel. Au revoir !',
    toolStart: 'Bien sûr, je m’en occupe.',
    toolDone: 'C’est fait. {result}',
    toolFailed: 'Je suis désolé, cela n’a pas fonctionné. Un collègue s’en occupera.',
    handOver: 'Un instant, je vous passe un collègue.',
    noHandOver:
      'Je ne peux pas vous passer quelqu’un maintenant, mais un collègue vous rappellera.',
    or: 'ou',
    filler: 'Un instant, s’il vous plaît.',
  },
  ar: {
    hello: 'مرحبا، كيف يمكنني مساعدتك؟',
    ask: 'هل يمكنك أن تعطيني {field} من فضلك؟',
    askChoice: 'ماذا تفضل في {field}: {choices}؟',
    askYesNo: 'سؤال جوابه نعم أو لا: {field}؟',
    askSpelt: 'ما هو {field}؟ يمكنك تهجئته.',
    confirm: 'سجلت {value}. هل هذا صحيح؟',
    retry: {
      other: 'عفوا، لم أفهم ذلك.',
      email: 'عفوا، هذا لا يبدو بريدا إلكترونيا. قله ببطء من فضلك.',
      phone: 'عفوا، لم أسمع الرقم. قله رقما رقما من فضلك.',
      date: 'عفوا، لم أفهم أي يوم تقصد.',
      number: 'عفوا، أحتاج إلى رقم.',
      choice: 'عفوا، يجب أن يكون أحد هذه: {choices}.',
    },
    again: 'عفوا.',
    skip: 'لا بأس، لنتجاوز ذلك.',
    source: '{answer} هذا من {source}.',
    unknown: 'آسف، لا أعرف ذلك. يمكن لزميل أن يعاود الاتصال بك.',
    notHeard: 'عفوا، لم أسمعك. هل يمكنك الإعادة؟',
    anythingElse: 'هل هناك شيء آخر يمكنني مساعدتك به؟',
    allNoted: 'شكرا، سجلت كل شيء.',
    thanks: 'على الرحب والسعة.',
    goodbye: 'شكرا لاتصالك. مع السلامة!',
    toolStart: 'بالتأكيد.',
    toolDone: 'تم. {result}',
    toolFailed: 'آسف، لم ينجح ذلك الآن. سيتابع زميل الأمر معك.',
    handOver: 'لحظة من فضلك، أحولك إلى زميل.',
    noHandOver: 'لا أستطيع تحويلك الآن، لكن زميلا سيعاود الاتصال بك.',
    or: 'أو',
    filler: 'لحظة من فضلك.',
  },
}

export function fill(phrase: string, values: Readonly<Record<string, string>>): string {
  return phrase.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
