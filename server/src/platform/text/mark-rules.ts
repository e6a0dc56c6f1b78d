/** Accents and vowel signs that searches leave out; the same as in the database's `without_marks`. */
const marks = /[\u0300-\u036F\u064B-\u065F\u0670]/g

/** Somebody who looks for “Helene” means Hélène, too. */
export const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(marks, '').normalize('NFC')
