/** When so little is left in which WhatsApp allows free text, agents are warned. */
export const WINDOW_SHORT_MS = 3_600_000;
