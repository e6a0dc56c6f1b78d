/** As wide as a node is drawn, in pixels of the diagram. */
export const cardWidth = 264
