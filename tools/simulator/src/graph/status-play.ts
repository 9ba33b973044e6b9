import type { ChatBook, ChatMessage, Customer } from '../chats/chat-book';
import type { FaultSwitches } from '../faults';
import type { OpenChats } from '../phone/open-chats';
import type { BusinessNumber } from '../simulator.config';
import { Timers } from '../timers';
import { statusChange, type StatusError, type StatusWord } from '../webhook/envelopes';
import type { WebhookDelivery } from '../webhook/webhook-delivery';

const BEFORE_ANSWER_MAX_MS = 5_000;

/** Tells the business how far its messages got: sent, delivered, and read once the customer looks. */
export class StatusPlay {
  private readonly timers = new Timers();

  constructor(
    private readonly parts: { book: ChatBook; faults: FaultSwitches; delivery: WebhookDelivery; open: OpenChats },
  ) {}

  /** Resolves when the HTTP answer may go out. */
  async accepted(number: BusinessNumber, customer: Customer, message: ChatMessage, failure?: StatusError): Promise<void> {
    const { mode, delayMs } = this.parts.faults.now.statuses;
    if (mode === 'none') return;
    const tell = (word: StatusWord) => this.tell({ number, customer, message, word, ...(word === 'failed' && failure && { error: failure }) });
    const first = failure ? 'failed' : 'sent';
    if (mode === 'before-answer') await atMost(BEFORE_ANSWER_MAX_MS, tell(first));
    else this.timers.in(delayMs, () => void tell(first));
    if (failure) return;
    this.timers.in(delayMs * 2, () => {
      void tell('delivered');
      if (this.isSeen(message)) this.timers.in(delayMs, () => void tell('read'));
    });
  }

  /** The customer has this chat before their eyes: everything delivered in it becomes read. */
  opened(number: BusinessNumber, customer: Customer): void {
    if (this.parts.faults.now.statuses.read === 'never') return;
    for (const message of this.parts.book.chat(number.phoneNumberId, customer.key))
      if (message.from === 'business' && message.tick === 'delivered') void this.tell({ number, customer, message, word: 'read' });
  }

  stop(): void {
    this.timers.clear();
  }

  private isSeen({ phoneNumberId, customerKey }: ChatMessage): boolean {
    const { read } = this.parts.faults.now.statuses;
    return read === 'always' || (read === 'when-open' && this.parts.open.has(phoneNumberId, customerKey));
  }

  /** Resolves when the webhook took it; not at all when it is dropped. */
  private tell(status: { number: BusinessNumber; customer: Customer; message: ChatMessage; word: StatusWord; error?: StatusError }): Promise<void> {
    const { number, customer, message, word } = status;
    if (word !== 'played') this.parts.book.tick(message.wamid, word);
    const change = statusChange(number, customer, { ...status, atMs: Date.now() });
    return new Promise((onDelivered) => this.parts.delivery.send({ change, lane: `status ${message.wamid}`, onDelivered }));
  }
}

const atMost = (ms: number, wait: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  return Promise.race([wait, limit]).finally(() => clearTimeout(timer));
};
