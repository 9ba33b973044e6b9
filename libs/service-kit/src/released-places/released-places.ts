/**
 * Which places the caller's own command has set free, by the legs or offers that had them, divided by commas. The conversation service
 * answers with it, the gateway remembers it for a moment and keeps it inside, and routing waits until it knows.
 */
export const RELEASED_HEADER = 'x-parley-released';

const IDS_MAX = 20;

export const writeReleased = (offerIds: readonly string[]): string => offerIds.join(',');

export const readReleased = (header: string | readonly string[] | undefined): readonly string[] =>
  typeof header === 'string' && header !== '' ? header.split(',').slice(0, IDS_MAX) : [];
