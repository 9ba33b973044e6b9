import { EventEmitter } from 'node:events';
import { BoundedMap } from '../bounded-map';
import { bsuidOf } from './bsuid';

/** A person with WhatsApp. `phone` is digits only, as WhatsApp writes it, and absent when it is withheld. */
export interface Customer {
  /** BSUID, else phone: how chats name the customer. */
  readonly key: string;
  readonly name: string;
  readonly phone?: string;
  readonly bsuid?: string;
}

/** How far a message got: a customer's waits until the webhook was answered 200, a business's is what its statuses told. */
export type Tick = 'waiting' | 'sent' | 'delivered' | 'read' | 'failed';

export interface ChatMessage {
  readonly wamid: string;
  readonly phoneNumberId: string;
  readonly customerKey: string;
  readonly from: 'customer' | 'business';
  readonly type: string;
  readonly text: string;
  readonly atMs: number;
  readonly tick: Tick;
  /** On the shelf of files. */
  readonly mediaId?: string;
  /** The business's own mark, given back in every status. */
  readonly reference?: string;
}

export type ChatNews =
  | { readonly kind: 'message'; readonly message: ChatMessage }
  | { readonly kind: 'customer'; readonly customer: Customer }
  | { readonly kind: 'typing'; readonly phoneNumberId: string; readonly customerKey: string };

const MESSAGES_MAX = 10_000;
const CUSTOMERS_MAX = 10_000;
/** What WhatsApp shows at most at once, and the phone page too. */
const CHAT_SHOWN_MAX = 500;

const RANK: Readonly<Record<Tick, number>> = { waiting: 0, failed: 1, sent: 1, delivered: 2, read: 3 };

/** Everybody who has WhatsApp here and all that was written, newest 10 000 messages. */
export class ChatBook {
  readonly news = new EventEmitter<{ news: [ChatNews] }>().setMaxListeners(0);
  private readonly customers = new BoundedMap<string, Customer>(CUSTOMERS_MAX);
  private readonly messages = new BoundedMap<string, ChatMessage>(MESSAGES_MAX);
  /** When each customer last wrote to each number, by WhatsApp's timestamp: the 24-hour window hangs on it. */
  private readonly lastWrote = new BoundedMap<string, number>(CUSTOMERS_MAX);

  /** The customer with this phone or BSUID; a new one when nobody has either. A given name replaces the old one. */
  customer(who: { phone?: string; bsuid?: string | null; name?: string }): Customer {
    const phone = who.phone?.replace(/\D/g, '') || undefined;
    const bsuid = who.bsuid === null ? undefined : who.bsuid || (phone && bsuidOf(phone));
    const known = this.find(bsuid ?? '') ?? this.find(phone ?? '');
    if (known && (!who.name || who.name === known.name)) return known;
    const customer: Customer = known
      ? { ...known, name: who.name ?? known.name }
      : { key: bsuid ?? phone ?? '', name: who.name || (phone ? `+${phone}` : (bsuid ?? '')), ...(phone && { phone }), ...(bsuid && { bsuid }) };
    this.customers.set(customer.key, customer);
    this.news.emit('news', { kind: 'customer', customer });
    return customer;
  }

  /** By BSUID or phone. */
  find(id: string): Customer | undefined {
    return this.customers.get(id) ?? (id ? this.customers.get(/^\d+$/.test(id) ? bsuidOf(id) : '') : undefined);
  }

  everybody(): readonly Customer[] {
    return [...this.customers.values()];
  }

  add(message: ChatMessage): void {
    this.messages.set(message.wamid, message);
    if (message.from === 'customer') this.noteWriting(message);
    this.news.emit('news', { kind: 'message', message });
  }

  message(wamid: string): ChatMessage | undefined {
    return this.messages.get(wamid);
  }

  /** Moves a message's tick up, never down. */
  tick(wamid: string, tick: Tick): void {
    const message = this.messages.get(wamid);
    if (!message || RANK[tick] <= RANK[message.tick]) return;
    const ticked = { ...message, tick };
    this.messages.set(wamid, ticked);
    this.news.emit('news', { kind: 'message', message: ticked });
  }

  typing(phoneNumberId: string, customerKey: string): void {
    this.news.emit('news', { kind: 'typing', phoneNumberId, customerKey });
  }

  chat(phoneNumberId: string, customerKey: string): readonly ChatMessage[] {
    return [...this.messages.values()]
      .filter((message) => message.phoneNumberId === phoneNumberId && message.customerKey === customerKey)
      .slice(-CHAT_SHOWN_MAX);
  }

  /** The newest message of each chat. */
  latest(): readonly ChatMessage[] {
    const byChat = new Map<string, ChatMessage>();
    for (const message of this.messages.values()) byChat.set(`${message.phoneNumberId}/${message.customerKey}`, message);
    return [...byChat.values()];
  }

  lastWroteMs(phoneNumberId: string, customerKey: string): number | undefined {
    return this.lastWrote.get(`${phoneNumberId}/${customerKey}`);
  }

  clear(): void {
    this.customers.clear();
    this.messages.clear();
    this.lastWrote.clear();
  }

  private noteWriting({ phoneNumberId, customerKey, atMs }: ChatMessage): void {
    const chat = `${phoneNumberId}/${customerKey}`;
    this.lastWrote.set(chat, Math.max(atMs, this.lastWrote.get(chat) ?? 0));
  }
}
