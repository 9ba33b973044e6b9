/** What must always be true. Numbers: the domain's invariants (1 to 14) and those of assigning work (I1 to I8). */
export const INVARIANTS = {
  'one-live-conversation': '1: a thread has at most one live conversation',
  'one-place': '2: a live conversation is in exactly one queue, one offer or one owner’s hands',
  'one-offer': '3, I1: at most one offer of a kind and one conference request are open',
  'offer-ends-once': '3, I4: every offer ends, and in one way',
  'accept-rightful': '4: who accepts was asked, in time; who missed it had all the time',
  'written-by-active-leg': '5: a message is sent by an active leg, inside the window, once per id',
  'received-once': '6: a customer’s message is in one conversation, once',
  'status-rises': '6: what is known of a delivery only rises',
  'over-is-over': '7: after the end come statuses and wrap-ups, nothing else',
  'one-wrap-up': '8: a leg has one wrap-up, with a reason that was allowed',
  'capacity-kept': '9, I2: places taken never exceed the capacity',
  'only-available': '9, I3: a place is reserved for members who are available and not inside',
  'rona-left-by-hand': '10: only the agent leads out of RONA, only the system into it',
  'missed-means-rona': 'I7: who missed an offer is not ready for the next one',
  'oldest-first': 'I5: nobody overtakes in a queue',
  'nobody-idle': 'I8: nothing waits while somebody for it is ready',
  'places-are-legs': '11: when all is quiet, taken places are the legs that are not done',
  'nothing-stuck': '12, I6: every state has a way on, and all work gets done',
  'replay-is-equal': '13: any prefix, replayed, gives the state that was served',
  'arrival-kept': '14: what is queued again keeps its first arrival',
  'nothing-lost': 'I6: what was acknowledged to WhatsApp is in a conversation',
  'relay-in-order': 'what is published of a stream has no gap',
  'reports-true': 'reports say what a recount of the log says',
  'read-model-true': 'when all is quiet, what is served is what the log says',
  'no-error': 'nothing throws that nobody expects',
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** Something is true that must never be. */
export class Violation extends Error {
  constructor(
    readonly invariant: Invariant,
    readonly detail: string,
  ) {
    super(`${invariant} (${INVARIANTS[invariant]}): ${detail}`);
    this.name = 'Violation';
  }
}

/** @throws Violation unless `holds`; `detail` is made only then */
export function must(holds: boolean, invariant: Invariant, detail: () => string): void {
  if (!holds) throw new Violation(invariant, detail());
}
