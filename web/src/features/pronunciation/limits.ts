/** As the API has them. */
export const nameLength = 190
export const wordLength = 100
export const spokenLength = 200
export const mostWords = 1_000
