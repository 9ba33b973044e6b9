import type { Conversation, LiveEvent, Me, Message, MessagePage, Offer, SendTemplateRequest, SetState, WrapUp } from '@parley/contracts';
import { call, codeOf, untilAnswered } from '../api/call';
import { endSession } from '../api/session';
import { Cell } from '../browser-store';
import { EMPTY_DESK, type DeskState, isWhole, myConversations, recovered } from './desk-state';
import { Drafts } from '../outgoing/drafts';
import { evolveDesk, withConversation, withExtended, withMe, withoutOffer, withoutWrapUp, withRead, withSent, withThread } from './evolve-desk';
import { Fetching } from './fetching';
import { HandingOver } from './handing-over';
import { LiveStream } from './live-stream';
import { ReadingMarks } from './reading-marks';
import { Outbox, type View } from '../outgoing/outbox';
import { type Read, Tabs } from './tabs';
import { EMPTY_THREAD, missedSince, shown, type Thread, withNewestPage, withOlderPage, withoutOldest } from './thread';

const PAGE_SIZE = 50;
/** Messages of a thread that are kept when its older pages are dropped. */
const KEPT_MIN = 200;
/** When the first snapshot has not come by then, the agent is told. */
const FIRST_WORD_WITHIN_MS = 10_000;
const pathOf = (conversationId: string, rest = '') => `/api/conversations/${encodeURIComponent(conversationId)}${rest}`;
const newestPath = (conversationId: string) => pathOf(conversationId, `/messages?limit=${PAGE_SIZE}`);

/** Told of each live event and of the desk as it was before it. */
export type LiveListener = (event: LiveEvent, before: DeskState) => void;

/** One signed-in agent's work: what the server told, and the commands that the agent can give. */
export class Desk {
  readonly state: Cell<DeskState>;
  readonly outbox: Outbox;
  readonly handingOver = new HandingOver(
    (conversation) => this.change((desk) => withConversation(desk, conversation)),
    (leaving) => this.tabs?.leaving(leaving),
  );
  readonly drafts: Drafts;
  private readonly marks: ReadingMarks;
  private readonly listeners = new Set<LiveListener>();
  private readonly fetching = new Fetching(() => this.fill());
  private stream?: LiveStream;
  private tabs?: Tabs;
  private firstWord?: ReturnType<typeof setTimeout>;

  constructor(private readonly agentId: string) {
    this.drafts = new Drafts(agentId);
    this.outbox = new Outbox(agentId, this.view(), (conversationId, message) => this.change((desk) => withSent(desk, conversationId, message)));
    this.marks = new ReadingMarks(agentId);
    this.state = new Cell<DeskState>({ ...EMPTY_DESK, lastRead: this.marks.all() });
  }

  /** What is shown, as the outbox asks for it. */
  private view(): View {
    const missed = (conversationId: string, after: string | undefined) => missedSince(this.threadOf(conversationId), after, this.agentId);
    return {
      isWhole: (conversationId) => this.stream?.isHeard() === true && isWhole(this.state.get(), conversationId),
      isSeen: (conversationId) => missed(conversationId, this.state.get().lastRead.get(conversationId)) === 0,
      has: (conversationId, messageId) => shown(this.threadOf(conversationId)).some((message) => message.messageId === messageId),
      newest: (conversationId) => shown(this.threadOf(conversationId)).at(-1)?.messageId,
      missedSince: missed,
    };
  }

  open(): void {
    this.tabs = new Tabs(this.agentId, this.drafts, {
      onSignedOut: () => this.leave(),
      onRead: (read) => this.read(read),
      onLeaving: (leaving) => this.handingOver.heard(leaving),
    });
    this.stream = new LiveStream({ onEvent: (event) => this.take(event), onLost: () => this.lost() });
    this.stream.open();
    this.outbox.open();
    this.firstWord = setTimeout(() => this.lost(), FIRST_WORD_WITHIN_MS);
  }

  close(): void {
    clearTimeout(this.firstWord);
    this.stream?.close();
    this.fetching.forget();
    this.outbox.close();
    this.tabs?.close();
  }

  onLive(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async setState(state: SetState): Promise<void> {
    const me = await call<Me>('/api/me/state', { method: 'PUT', body: state });
    this.change((desk) => withMe(desk, me));
  }

  /** The agent is offline and no tab of this browser knows anything of them any more. */
  async signOut(): Promise<void> {
    await this.setState({ state: 'offline' });
    this.tabs?.signedOut();
    this.leave();
  }

  private leave(): void {
    this.close();
    this.drafts.forget();
    this.marks.keepOnly(new Set());
    endSession();
  }

  /** The conversation is the agent's. Repeated while no answer comes: the offer's id makes that safe. */
  async accept({ conversationId, offerId }: Offer): Promise<Conversation> {
    const accepting = untilAnswered(() => call<Conversation>(pathOf(conversationId, '/accept'), { method: 'POST', body: { offerId } }));
    const conversation = await accepting.catch((error: unknown) => {
      if (codeOf(error) === 'offer-closed') this.change((desk) => withoutOffer(desk, offerId));
      throw error;
    });
    this.change((desk) => withConversation(withoutOffer(desk, offerId), conversation));
    return conversation;
  }

  async end(conversationId: string): Promise<void> {
    const conversation = await call<Conversation>(pathOf(conversationId, '/end'), { method: 'POST' });
    this.change((desk) => withConversation(desk, conversation));
  }

  /** The reason is sent. @returns false when another one, or none, was applied meanwhile */
  async wrapUp(conversationId: string, reasonId: string): Promise<boolean> {
    const owed = this.state.get().wrapUps.get(conversationId);
    // That the reason was applied may be told before the request is answered: only what else closed the wrap-up speaks against it.
    let closedOtherwise = false;
    const stopListening = this.onLive(({ event, data }) => {
      if (event === 'wrap-up.closed' && data.conversationId === conversationId) closedOtherwise ||= data.automatic || data.reasonId !== reasonId;
    });
    const legId = owed?.legId;
    const body = { reasonId, ...(legId !== undefined && { legId }) };
    await call(pathOf(conversationId, '/wrap-up'), { method: 'POST', body }).finally(stopListening);
    const isOwed = this.state.get().wrapUps.get(conversationId)?.legId === legId;
    if (isOwed) this.change((desk) => withoutWrapUp(desk, conversationId));
    return owed !== undefined && !closedOtherwise;
  }

  /** There is more time to choose the reason. @throws ApiFailure `wrap-up-not-due` where it was extended often enough */
  async extendWrapUp(conversationId: string): Promise<void> {
    const idempotencyKey = crypto.randomUUID();
    const path = pathOf(conversationId, '/wrap-up/extend');
    const wrapUp = await untilAnswered(() => call<WrapUp>(path, { method: 'POST', body: {}, idempotencyKey }));
    this.change((desk) => withExtended(desk, wrapUp));
  }

  /** The wrap-up is no longer owed: it was done elsewhere, or the default was applied. */
  dropWrapUp(conversationId: string): void {
    this.change((desk) => withoutWrapUp(desk, conversationId));
  }

  /** Everything that the conversation shows was in sight; every tab of this browser hears of it. */
  markRead(conversationId: string): void {
    const desk = this.state.get();
    const messageId = shown(this.threadOf(conversationId)).at(-1)?.messageId;
    if (messageId === undefined || desk.lastRead.get(conversationId) === messageId) return;
    this.marks.keep(conversationId, messageId);
    this.tabs?.read({ conversationId, messageId });
    this.read({ conversationId, messageId });
  }

  private read({ conversationId, messageId }: Read): void {
    this.change((desk) => withRead(desk, conversationId, messageId));
    this.outbox.seen(conversationId);
  }

  /** What failed goes out again, as a message of its own. @throws ApiFailure */
  async retryMessage(conversationId: string, messageId: string): Promise<void> {
    const path = pathOf(conversationId, `/messages/${encodeURIComponent(messageId)}/retry`);
    const message = await untilAnswered(() => call<Message>(path, { method: 'POST', body: {} }));
    this.change((desk) => withSent(desk, conversationId, message));
  }

  /** A template goes out, once for each `messageId`. @throws ApiFailure */
  async sendTemplate(conversationId: string, template: Omit<SendTemplateRequest, 'type'>): Promise<void> {
    const body = { ...template, type: 'template' };
    const message = await untilAnswered(() => call<Message>(pathOf(conversationId, '/messages'), { method: 'POST', body }));
    this.change((desk) => withSent(desk, conversationId, message));
  }

  /** Messages that nobody looks at are not kept in their thousands. */
  dropOldest(conversationId: string): void {
    this.change((desk) => {
      const thread = desk.threads.get(conversationId);
      const kept = thread && withoutOldest(thread, KEPT_MIN);
      return kept && kept !== thread ? withThread(desk, conversationId, kept) : desk;
    });
  }

  async loadOlder(conversationId: string): Promise<void> {
    const before = this.state.get().threads.get(conversationId)?.before;
    if (!before) return;
    const page = await call<MessagePage>(pathOf(conversationId, `/messages?limit=${PAGE_SIZE}&before=${encodeURIComponent(before)}`));
    this.change((desk) => {
      const thread = desk.threads.get(conversationId);
      return thread?.before === before ? withThread(desk, conversationId, withOlderPage(thread, page)) : desk;
    });
  }

  /** The newest messages are asked for now, and not only when what failed has rested. */
  retryNewest(conversationId: string): void {
    this.fetching.wake(newestPath(conversationId));
    this.loadNewest(conversationId);
  }

  /** The newest messages are read; a failure is shown in the thread. */
  private loadNewest(conversationId: string): void {
    void this.fetching.fetch<MessagePage>(newestPath(conversationId), (page) => {
      this.change((desk) => {
        const thread = desk.threads.get(conversationId) ?? EMPTY_THREAD;
        return withThread(desk, conversationId, page ? withNewestPage(thread, page) : { ...thread, state: 'failed' });
      });
      this.outbox.hurry();
    });
  }

  private threadOf(conversationId: string): Thread {
    return this.state.get().threads.get(conversationId) ?? EMPTY_THREAD;
  }

  private loadConversation(conversationId: string): void {
    void this.fetching.fetch<Conversation>(pathOf(conversationId), (conversation) => {
      if (conversation) this.change((desk) => withConversation(desk, conversation));
    });
  }

  private take(event: LiveEvent): void {
    if (event.event === 'snapshot') {
      clearTimeout(this.firstWord);
      this.fetching.forget();
    }
    const before = this.state.get();
    this.change((desk) => evolveDesk(desk, event));
    if (event.event === 'snapshot') this.marks.keepOnly(new Set(this.state.get().lastRead.keys()));
    for (const listener of this.listeners) listener(event, before);
  }

  /** The server is asked again, now. */
  reconnect(): void {
    this.stream?.again();
  }

  private lost(): void {
    this.change((desk) => {
      if (desk.connection === 'connecting') return { ...desk, connection: 'unanswered' };
      return desk.connection === 'live' ? { ...desk, connection: 'catching-up', recovering: true } : desk;
    });
  }

  private change(next: (desk: DeskState) => DeskState): void {
    this.state.set(recovered(next(this.state.get())));
    this.fill();
  }

  /** What the agent may read and nobody has read yet is fetched; what failed too, once it has rested. */
  private fill(): void {
    const desk = this.state.get();
    if (desk.connection !== 'live') return;
    for (const conversationId of desk.wrapUps.keys()) {
      if (!desk.conversations.has(conversationId)) this.loadConversation(conversationId);
    }
    for (const conversationId of [...myConversations(desk).map((one) => one.conversationId), ...desk.wrapUps.keys()]) {
      if (this.threadOf(conversationId).state !== 'ready') this.loadNewest(conversationId);
    }
  }
}
