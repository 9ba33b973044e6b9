import { randomUUID } from 'node:crypto';
import { eventually, eventuallyOne } from './eventually';
import { LiveStream } from './live';
import type { Customer } from './meta';
import { PEOPLE, type PersonId } from './people';
import type { Conversation, Me, Message, Offer, ReportRow, StoredEvent, Tasks, WrapUp } from './shapes';

export interface Answer<T = any> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
  readonly headers: Headers;
}

const TIMEOUT_MS = 20_000;
/** A read model that is behind on a busy machine is not for long. */
const AGAIN_MS = 5_000;

/** One call of the API, whatever comes of it. */
export async function ask(url: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
}

/** Somebody who works here and is signed in: the contract's API with their token. */
export class Person {
  private constructor(
    readonly id: PersonId,
    readonly url: string,
    readonly token: string,
  ) {}

  static async signIn(url: string, id: PersonId): Promise<Person> {
    const body = { username: id, password: PEOPLE[id].password };
    const signIn = () => ask(`${url}/api/auth/token`, { method: 'POST', body });
    const answer = await eventually(`${id} signs in`, signIn, ({ status }) => status !== 503);
    if (answer.status !== 200) throw new Error(`${id} cannot sign in: ${answer.status} ${answer.text}`);
    return new Person(id, url, answer.body.accessToken);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return ask(this.url + path, { headers: this.with(headers) });
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return ask(this.url + path, { method: 'POST', body, headers: this.with(headers) });
  }

  /** A POST that says JSON, whatever it brings along. */
  postsJson(path: string, body: '' | undefined): Promise<Answer> {
    return ask(this.url + path, { method: 'POST', body, headers: this.with({ 'content-type': 'application/json' }) });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return ask(this.url + path, { method: 'PUT', body, headers: this.with({}) });
  }

  /** The body of a call that succeeds; one that is to be repeated is, for a moment. */
  async gets<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
    const what = `GET ${path} of ${this.id}`;
    return succeeded(await eventually(what, () => this.get(path, headers), ({ status }) => status !== 503, AGAIN_MS), what);
  }

  async posts<T>(path: string, body: unknown = {}): Promise<T> {
    return succeeded(await this.post(path, body), `POST ${path} of ${this.id}`);
  }

  me(): Promise<Me> {
    return this.gets('/api/me');
  }

  async sets(state: 'available' | 'offline' | 'idle', reason?: string): Promise<Me> {
    return succeeded(await this.put('/api/me/state', { state, ...(reason && { reason }) }), `PUT /api/me/state of ${this.id}`);
  }

  tasks(): Promise<Tasks> {
    return this.gets('/api/tasks');
  }

  live(): Promise<LiveStream> {
    return LiveStream.open(this.url, this.token);
  }

  /** The offer of that customer's conversation, as soon as there is one. */
  offerOf({ phone }: Customer, kind: Offer['kind'] = 'queue'): Promise<Offer> {
    return eventuallyOne(`${this.id} is offered +${phone}`, async () => (await this.tasks()).offers, (offer) => offer.customerPhone === `+${phone}` && offer.kind === kind);
  }

  accept({ conversationId, offerId }: Offer): Promise<Conversation> {
    return this.posts(`/api/conversations/${conversationId}/accept`, { offerId });
  }

  /** Has that customer's conversation. */
  async takes(customer: Customer): Promise<Conversation> {
    return this.accept(await this.offerOf(customer));
  }

  send(conversationId: string, text: string, messageId: string = randomUUID()): Promise<Answer<Message>> {
    return this.post(`/api/conversations/${conversationId}/messages`, { messageId, type: 'text', text });
  }

  async says(conversationId: string, text: string): Promise<Message> {
    const answer = await this.send(conversationId, text);
    if (answer.status !== 202) throw new Error(`the message was answered with ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  conversation(id: string): Promise<Conversation> {
    return this.gets(`/api/conversations/${id}`);
  }

  async messages(id: string): Promise<Message[]> {
    return (await this.gets<{ items: Message[] }>(`/api/conversations/${id}/messages?limit=500`)).items;
  }

  wrapUpOf(conversationId: string): Promise<WrapUp> {
    return eventuallyOne(`${this.id} owes a wrap-up`, async () => (await this.tasks()).wrapUps, (wrapUp) => wrapUp.conversationId === conversationId);
  }

  async wrapsUp(conversationId: string, reasonId = 'solved'): Promise<void> {
    const { status, text } = await this.post(`/api/conversations/${conversationId}/wrap-up`, { reasonId });
    if (status !== 204) throw new Error(`the wrap-up was answered with ${status}: ${text}`);
  }

  /** The conversation is over and done with. */
  async finishes(conversationId: string): Promise<void> {
    await this.posts(`/api/conversations/${conversationId}/end`);
    await this.wrapsUp(conversationId);
  }

  /** Everything that happened in a conversation (supervisors). */
  async events(conversationId: string): Promise<StoredEvent[]> {
    return (await this.gets<{ items: StoredEvent[] }>(`/api/conversations/${conversationId}/events`)).items;
  }

  async reportRows(): Promise<ReportRow[]> {
    return (await this.gets<{ items: ReportRow[] }>('/api/reports/conversations?limit=1000')).items;
  }

  /** The conversations of one customer, the oldest first. */
  async conversationsOf({ phone }: Customer): Promise<ReportRow[]> {
    return (await this.reportRows()).filter((row) => row['customerPhone'] === `+${phone}`).reverse();
  }

  private with(headers: Record<string, string>): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, ...headers };
  }
}

function succeeded(answer: Answer, what: string): any {
  if (answer.status < 200 || answer.status > 299) throw new Error(`${what} was answered with ${answer.status}: ${answer.text}`);
  return answer.body;
}
