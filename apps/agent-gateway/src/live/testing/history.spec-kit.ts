import {
  activeLegs,
  type ConversationEvent,
  type ConversationView,
  evolveView,
  type Leg,
  openOffers,
  type OpenOffer,
  primaryLeg,
  type PublishedConversationEvent,
} from '@parley/contracts';

export const AGENTS = ['ana', 'ben', 'cho'] as const;
const START_MS = Date.parse('2026-03-01T09:00:00.000Z');
export const at = (position: number): string => new Date(START_MS + position * 1000).toISOString();

/** A log in which conversations go through everything that may happen to them. */
export class History {
  readonly events: PublishedConversationEvent[] = [];
  private readonly views = new Map<string, ConversationView>();
  private readonly sent = new Map<string, string[]>();

  /** One command's events, chosen by `choice` among all that are possible now. */
  step(conversationId: string, choice: number): void {
    const moves = this.moves(conversationId);
    if (moves.length > 0) this.record(conversationId, ...moves[choice % moves.length]!());
  }

  record(conversationId: string, ...events: ConversationEvent[]): this {
    for (const event of events) {
      const before = this.views.get(conversationId);
      const revision = before ? before.revision + 1 : 0;
      const position = this.events.length + 1;
      this.views.set(conversationId, evolveView(before, event, { conversationId, revision }));
      this.events.push({ id: `event-${position}`, subject: conversationId, revision, position, time: at(position), event });
    }
    return this;
  }

  private get now(): string {
    return at(this.events.length + 1);
  }

  private moves(id: string): (() => ConversationEvent[])[] {
    const view = this.views.get(id);
    if (!view) return [() => [started(id), queued(id, 'queue', this.now)]];
    const offers = openOffers(view);
    const owner = primaryLeg(view);
    return [
      ...offers.flatMap((offer) => this.answers(view, offer)),
      ...(view.entry && !view.offer ? AGENTS.map((agentId) => () => [this.offered(view, agentId, view.transfer ? 'transfer' : 'queue')]) : []),
      ...(view.endedAt ? [] : [() => [this.received(view)]]),
      ...(owner ? this.ownersMoves(view, owner) : []),
      ...this.conferenceMoves(view),
      ...(view.endedAt || (!owner && view.entry === undefined) ? [] : [() => this.ended(view)]),
      ...view.legs.filter(({ state }) => state === 'wrapping-up').flatMap((leg) => this.wrapUpMoves(view, leg)),
      ...(this.sent.get(id) ?? []).map((messageId) => () => [this.status(messageId)]),
      ...(view.endedAt && !view.closed && view.legs.every(({ state }) => state === 'closed')
        ? [(): ConversationEvent[] => [{ type: 'ConversationClosed', closedAt: this.now }]]
        : []),
    ];
  }

  private answers(view: ConversationView, offer: OpenOffer): (() => ConversationEvent[])[] {
    const { offerId, kind, agentId, queueId } = offer;
    const closing = { offerId, kind, agentId, queueId };
    const again = kind === 'conference' ? [] : [queued(view.conversationId, kind, this.now)];
    const accepted = (): ConversationEvent[] => {
      const legId = `leg-${this.events.length}`;
      const joined = { legId, agentId, agentName: agentId };
      return [
        { type: 'Accepted', offerId, kind, ...joined, queueId, acceptedAt: this.now, waitedMs: 0 },
        ...(kind === 'conference' ? [{ type: 'ConferenceJoined' as const, requestId: 'request', ...joined, joinedAt: this.now }] : []),
      ];
    };
    return [
      accepted,
      accepted,
      () => [{ type: 'OfferMissed', ...closing, missedAt: this.now }, ...again],
      () => [{ type: 'OfferRejected', ...closing, rejectedAt: this.now }, ...again],
      () => [{ type: 'OfferWithdrawn', ...closing, cause: 'superseded', withdrawnAt: this.now }, ...again],
    ];
  }

  private ownersMoves(view: ConversationView, owner: Leg): (() => ConversationEvent[])[] {
    const { agentId } = owner;
    return [
      () => [this.written(view.conversationId, owner)],
      ...(view.conference || activeLegs(view).length > 1
        ? []
        : [
            (): ConversationEvent[] => [
              { type: 'TransferRequested', transferId: 'transfer', target: { type: 'queue', id: 'support' }, requestedBy: agentId, fromQueueId: 'support', requestedAt: this.now },
              this.wrapUpStarted(owner),
              queued(view.conversationId, 'transfer', this.now),
            ],
            (): ConversationEvent[] => [
              { type: 'ConferenceRequested', requestId: 'request', target: { type: 'agent', id: 'cho' }, requestedBy: agentId, requestedAt: this.now, expiresAt: this.now },
            ],
          ]),
    ];
  }

  private conferenceMoves(view: ConversationView): (() => ConversationEvent[])[] {
    const joined = activeLegs(view).find(({ role }) => role === 'conferenced');
    const free = AGENTS.filter((agentId) => !activeLegs(view).some((leg) => leg.agentId === agentId));
    return [
      ...(view.conference && !view.conference.offer ? free.map((agentId) => () => [this.offered(view, agentId, 'conference')]) : []),
      ...(view.conference
        ? [(): ConversationEvent[] => [{ type: 'ConferenceRequestDropped', requestId: 'request', cause: 'cancelled', droppedAt: this.now }]]
        : []),
      ...(joined
        ? [
            (): ConversationEvent[] => [
              { type: 'ConferenceExited', legId: joined.legId, agentId: joined.agentId, agentName: joined.agentName, cause: 'exit', exitedAt: this.now },
              this.wrapUpStarted(joined),
            ],
          ]
        : []),
    ];
  }

  private wrapUpMoves(view: ConversationView, leg: Leg): (() => ConversationEvent[])[] {
    const { legId, agentId } = leg;
    const back = view.transfer && !view.offer && activeLegs(view).length === 0;
    return [
      () => [{ type: 'WrapUpApplied', legId, agentId, reasonId: 'resolved', automatic: false, startedAt: this.now, appliedAt: this.now }],
      () => [{ type: 'WrapUpExtended', legId, agentId, dueAt: this.now }],
      ...(back
        ? [
            (): ConversationEvent[] => [
              { type: 'TransferDropped', transferId: 'transfer', cause: 'missed', outcome: 'restored', droppedAt: this.now },
              { type: 'WrapUpCancelled', legId, agentId, cancelledAt: this.now },
            ],
          ]
        : []),
    ];
  }

  private ended(view: ConversationView): ConversationEvent[] {
    return [
      { type: 'Ended', endedBy: { kind: 'system' }, reason: 'agent-ended', lastStatus: view.status, endedAt: this.now },
      ...activeLegs(view).map((leg) => this.wrapUpStarted(leg)),
    ];
  }

  private offered({ customer, sourceNumber, arrivedAt }: ConversationView, agentId: string, kind: OpenOffer['kind']): ConversationEvent {
    const position = this.events.length;
    return {
      type: 'Offered',
      offerId: `offer-${position}`,
      kind,
      agentId,
      agentName: agentId,
      queueId: 'support',
      queueName: 'Support',
      customerName: customer.name,
      customerPhone: customer.phone,
      sourceNumber,
      receivedAt: arrivedAt,
      offeredAt: this.now,
      expiresAt: this.now,
    };
  }

  private received({ conversationId }: ConversationView): ConversationEvent {
    const messageId = `in-${this.events.length}`;
    return {
      type: 'MessageReceived',
      messageId,
      wamid: `wamid.${conversationId}.${messageId}`,
      messageType: 'text',
      text: messageId,
      customerName: this.events.length % 3 === 0 ? 'Carla Ruiz' : 'Carla',
      channelTimestamp: this.now,
      receivedAt: this.now,
      serviceWindowExpiresAt: this.now,
    };
  }

  private written(conversationId: string, { legId, agentId, agentName }: Leg): ConversationEvent {
    const messageId = `out-${this.events.length}`;
    this.sent.set(conversationId, [...(this.sent.get(conversationId) ?? []), messageId]);
    return { type: 'MessageSent', messageId, messageType: 'text', text: messageId, legId, agentId, agentName, phoneNumberId: '1', to: {}, sentAt: this.now };
  }

  private status(messageId: string): ConversationEvent {
    const before = this.events.filter(({ event }) => event.type === 'MessageStatusChanged' && event.messageId === messageId).length;
    return { type: 'MessageStatusChanged', messageId, status: (['pending', 'sent', 'delivered', 'read'] as const)[Math.min(before, 3)]!, changedAt: this.now };
  }

  private wrapUpStarted({ legId, agentId }: Leg): ConversationEvent {
    return { type: 'WrapUpStarted', legId, agentId, startedAt: this.now, dueAt: this.now, defaultReason: 'none-given', allowedReasons: [] };
  }
}

export const started = (id: string): ConversationEvent => ({
  type: 'ConversationStarted',
  threadId: `thread-${id}`,
  episode: 1,
  channel: 'whatsapp',
  phoneNumberId: '1',
  sourceNumber: '+1 555 010 0001',
  customer: { customerId: `customer-${id}`, name: 'Carla', phone: '+34600000000' },
  startedAt: at(0),
});

export const queued = (id: string, purpose: OpenOffer['kind'], queuedAt: string): ConversationEvent => ({
  type: 'Queued',
  entryId: `entry-${id}-${queuedAt}`,
  purpose,
  queueId: 'support',
  queueName: 'Support',
  reason: 'new',
  priority: 0,
  arrivedAt: at(0),
  queuedAt,
  serviceLevelSeconds: 60,
});
