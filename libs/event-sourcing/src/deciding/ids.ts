import { v5 } from 'uuid';

const NAMESPACE = 'd0b5a7a0-5a44-4b0e-9b4e-5c5f0d6b7a11';

/** A UUID that the same words always give (RFC 9562, version 5). */
export const derivedId = (...words: readonly (string | number)[]): string => v5(words.join('\u0000'), NAMESPACE);

/** The id of the `index`th event that a command caused in a stream: a repeated command yields the same ids. */
export const eventId = (stream: string, commandId: string, index: number): string => derivedId('event', stream, commandId, index);
