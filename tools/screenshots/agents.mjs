import { randomUUID } from 'node:crypto';
import { WritableStream } from 'node:stream/web';
import { setTimeout as after } from 'node:timers/promises';

const askMs = 150;
const giveUpMs = 30_000;

/** An agent at work without a page, by the API. Their live stream stays open, so they are there until they `leave`. */
export class Agent {
  static async signIn(url, agentId) {
    const { accessToken } = await json(
      await fetch(`${url}/api/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: agentId, password: `parley-${agentId}` }),
      }),
    );
    return new Agent(url, agentId, accessToken);
  }

  constructor(url, agentId, token) {
    Object.assign(this, { url, agentId, headers: { authorization: `Bearer ${token}` }, gone: new AbortController() });
    fetch(`${url}/api/live`, { headers: this.headers, signal: this.gone.signal })
      .then((stream) => stream.body.pipeTo(new WritableStream()))
      .catch(() => undefined);
  }

  leave() {
    this.gone.abort();
  }

  async call(method, path, body) {
    const headers = { ...this.headers, ...(body && { 'content-type': 'application/json' }) };
    return json(await fetch(`${this.url}/api/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
  }

  become = (state) => this.call('PUT', 'me/state', state);
  me = () => this.call('GET', 'me');
  tasks = () => this.call('GET', 'tasks');
  say = (id, text) => this.call('POST', `conversations/${id}/messages`, { messageId: randomUUID(), type: 'text', text });
  transfer = (id, target) => this.call('POST', `conversations/${id}/transfer`, { target });
  wrapUp = (id, reasonId) => this.call('POST', `conversations/${id}/wrap-up`, { reasonId });

  async end(id, reasonId) {
    await this.call('POST', `conversations/${id}/end`);
    await this.wrapUp(id, reasonId);
  }

  /** What the customer wrote is in the conversation. */
  hears = (id, words) =>
    until(async () => (await this.call('GET', `conversations/${id}/messages`)).items.some(({ text }) => text === words), `${words} did not arrive`);

  /** Every place is free again. */
  free = () => until(async () => (await this.me()).capacity.used === 0, `${this.agentId} still has work`);

  /** Nothing is owed any more. */
  async wrapUpAll(reasonId) {
    for (const { conversationId } of (await this.tasks()).wrapUps) await this.wrapUp(conversationId, reasonId);
  }

  /** Nothing is open any more. */
  async finish(reasonId) {
    for (const { conversationId } of (await this.tasks()).conversations) await this.call('POST', `conversations/${conversationId}/end`);
    await this.wrapUpAll(reasonId);
    await this.free();
  }
}

/** Whoever of `agents` is asked for the customer's conversation has it. */
export async function accepted(agents, { name }) {
  return until(async () => {
    for (const agent of agents) {
      const offer = (await agent.tasks()).offers.find(({ customerName }) => customerName === name);
      if (!offer) continue;
      await agent.call('POST', `conversations/${offer.conversationId}/accept`, { offerId: offer.offerId });
      return { agent, id: offer.conversationId };
    }
  }, `nobody was asked for ${name}`);
}

/** What `ask` answers, once it does. */
export async function until(ask, otherwise) {
  const endMs = Date.now() + giveUpMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > endMs) throw new Error(otherwise);
    await after(askMs);
  }
}

async function json(answer) {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} from ${answer.url}: ${text}`);
  return text && JSON.parse(text);
}
