import { ChatBook, type ChatMessage, type Customer } from './chats/chat-book';
import { newWamid } from './chats/wamid';
import { FaultSwitches } from './faults';
import { CallLog } from './graph/call-log';
import { type GraphRefusal, pairLimitHit, sameParty, WINDOW_CLOSED, windowClosed } from './graph/graph-errors';
import { PairLimit } from './graph/pair-limit';
import type { SendRequest } from './graph/send-request';
import { StatusPlay } from './graph/status-play';
import { MediaShelf } from './media/media-shelf';
import { OpenChats } from './phone/open-chats';
import type { BusinessNumber, SimulatorConfig } from './simulator.config';
import { messageChange } from './webhook/envelopes';
import { WebhookDelivery } from './webhook/webhook-delivery';

const WINDOW_MS = 24 * 3_600_000;

/** Numbers kept for fiction by their countries' regulators. */
const DEMO_CUSTOMERS = [
  { name: 'Marta Ruiz', phone: '+1 202 555 0143' },
  { name: 'Oliver Hughes', phone: '+44 7700 900123' },
  { name: 'Zoë Nguyen', phone: '+61 491 570 156' },
];

/** What a customer writes. `content` replaces the text for other types, under the keys that WhatsApp uses. */
export interface CustomerWrites {
  readonly phoneNumberId: string;
  readonly customer: Customer;
  readonly type: string;
  readonly text: string;
  readonly content: object;
  readonly wamid?: string;
  readonly atMs?: number;
  /** The file that came with it. */
  readonly mediaId?: string;
}

/** The WhatsApp side: customers with phones, business numbers, and what passes between them. */
export class Simulator {
  readonly book = new ChatBook();
  readonly calls = new CallLog();
  readonly faults = new FaultSwitches();
  readonly open = new OpenChats();
  readonly media = new MediaShelf();
  readonly delivery: WebhookDelivery;
  readonly statuses: StatusPlay;
  private readonly pairs = new PairLimit();

  constructor(readonly config: SimulatorConfig) {
    this.delivery = new WebhookDelivery(config, this.faults);
    this.statuses = new StatusPlay({ book: this.book, faults: this.faults, delivery: this.delivery, open: this.open });
    for (const customer of DEMO_CUSTOMERS) this.book.customer(customer);
  }

  number(phoneNumberId: string): BusinessNumber | undefined {
    return this.config.numbers.find((number) => number.phoneNumberId === phoneNumberId);
  }

  /** The message is on its way to the webhook; `delivered` resolves at its 200. Undefined when too much is on its way. */
  customerWrites(number: BusinessNumber, writes: CustomerWrites): { message: ChatMessage; delivered: Promise<void> } | undefined {
    const { customer, type, text } = writes;
    const message: ChatMessage = {
      wamid: writes.wamid ?? newWamid(customer.phone ?? customer.key, 'customer'),
      phoneNumberId: number.phoneNumberId,
      customerKey: customer.key,
      from: 'customer',
      type,
      text,
      atMs: writes.atMs ?? Date.now(),
      tick: 'waiting',
      ...(writes.mediaId !== undefined && { mediaId: writes.mediaId }),
    };
    let took = () => {};
    const delivered = new Promise<void>((resolve) => (took = resolve));
    this.book.add(message);
    const onDelivered = () => {
      this.book.tick(message.wamid, 'delivered');
      took();
    };
    const lane = `from ${number.phoneNumberId}/${customer.key}`;
    const change = messageChange(number, customer, message, writes.content);
    if (this.delivery.send({ change, lane, onDelivered })) return { message, delivered };
    this.book.tick(message.wamid, 'failed');
    return undefined;
  }

  /** Accepts a message of the business as Meta would; its statuses follow. */
  async businessSends(
    number: BusinessNumber,
    wanted: Extract<SendRequest, { kind: 'message' }>,
  ): Promise<{ wamid: string; customer: Customer } | { refusal: GraphRefusal }> {
    const nowMs = Date.now();
    const customer = 'phone' in wanted.to ? this.book.customer({ phone: wanted.to.phone }) : this.book.customer({ bsuid: wanted.to.bsuid });
    if (customer.phone === number.displayNumber.replace(/\D/g, '')) return { refusal: sameParty() };
    const { pairLimit, window } = this.faults.now.graph;
    const isLate = window !== 'off' && wanted.type !== 'template' && this.isWindowClosed(number, customer, nowMs);
    if (isLate && window === 'refuse') return { refusal: windowClosed() };
    if (pairLimit && !this.pairs.take(`${number.phoneNumberId}/${customer.key}`, nowMs)) return { refusal: pairLimitHit() };
    const message: ChatMessage = {
      wamid: newWamid(customer.phone ?? customer.key, 'business'),
      phoneNumberId: number.phoneNumberId,
      customerKey: customer.key,
      from: 'business',
      type: wanted.type,
      text: wanted.text,
      atMs: nowMs,
      tick: 'waiting',
      ...(wanted.reference !== undefined && { reference: wanted.reference }),
    };
    this.book.add(message);
    const failure = isLate ? WINDOW_CLOSED : this.faults.takeFailedStatus();
    await this.statuses.accepted(number, customer, message, failure);
    return { wamid: message.wamid, customer };
  }

  /** The business has seen the customer's message, and all before it in that chat. */
  businessRead(wamid: string, typing: boolean): void {
    const read = this.book.message(wamid);
    if (!read) return;
    for (const message of this.book.chat(read.phoneNumberId, read.customerKey))
      if (message.from === 'customer' && message.atMs <= read.atMs) this.book.tick(message.wamid, 'read');
    if (typing) this.book.typing(read.phoneNumberId, read.customerKey);
  }

  /** Somebody looks at this chat on a phone page. */
  look(page: string, number: BusinessNumber, customer: Customer): void {
    this.open.open(page, number.phoneNumberId, customer.key);
    this.statuses.opened(number, customer);
  }

  /** As after a start: no faults, no messages, nothing on its way. */
  reset(): void {
    this.stop();
    this.faults.reset();
    this.calls.clear();
    this.pairs.clear();
    this.book.clear();
    this.media.clear();
    for (const customer of DEMO_CUSTOMERS) this.book.customer(customer);
  }

  stop(): void {
    this.statuses.stop();
    this.delivery.stop();
  }

  /** A customer who never wrote here may have written before the simulator started, so only a known late one counts. */
  private isWindowClosed(number: BusinessNumber, customer: Customer, nowMs: number): boolean {
    const lastMs = this.book.lastWroteMs(number.phoneNumberId, customer.key);
    return lastMs !== undefined && nowMs - lastMs > WINDOW_MS;
  }
}
