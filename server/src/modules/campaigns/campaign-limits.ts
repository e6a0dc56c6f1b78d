/** Recipients of each status that a campaign is shown with. */
export const shownOfEach = 100
/** Rows written in one transaction: what a call that ends meanwhile has to wait for. */
export const rowsAtOnce = 1_000
