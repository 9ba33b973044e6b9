/** Which business numbers the demonstration has, by their queue. */
export const NUMBERS = {
  support: { phoneNumberId: '100000000000001', displayNumber: '+1 555 010 0001' },
  sales: { phoneNumberId: '100000000000002', displayNumber: '+1 555 010 0002' },
} as const;

interface ChatMessage {
  readonly from: 'customer' | 'business';
  readonly text: string;
}

let lastCustomer = 0;

/** People with WhatsApp, played by the simulator. */
export class Customers {
  constructor(private readonly simulatorUrl: string) {}

  /** Somebody whom nobody knows yet. */
  someone(name: string, queue: keyof typeof NUMBERS = 'support'): Customer {
    lastCustomer += 1;
    return new Customer(this.simulatorUrl, { name, queue, phone: `3460000${String(lastCustomer).padStart(4, '0')}` });
  }

  /** Switches of the simulator, see its README. */
  async faults(change: object): Promise<void> {
    await post(`${this.simulatorUrl}/control/faults`, change);
  }
}

export class Customer {
  readonly name: string;
  /** E.164, as the desktop shows it. */
  readonly phone: string;
  readonly sourceNumber: string;

  constructor(
    private readonly simulatorUrl: string,
    private readonly who: { readonly name: string; readonly queue: keyof typeof NUMBERS; readonly phone: string },
  ) {
    this.name = who.name;
    this.phone = `+${who.phone}`;
    this.sourceNumber = NUMBERS[who.queue].displayNumber;
  }

  /** Parley has answered the webhook: the message will be in the conversation a moment later. */
  async writes(text: string, more: object = {}): Promise<void> {
    const { phoneNumberId } = NUMBERS[this.who.queue];
    await post(`${this.simulatorUrl}/control/messages`, {
      phoneNumberId,
      from: this.who.phone,
      name: this.name,
      text,
      wait: true,
      ...more,
    });
  }

  /** A file; `more` goes beside it as WhatsApp does, such as `{ caption }`. */
  async sends(mimeType: string, bytes: Buffer, more: object = {}): Promise<void> {
    const { type, raw } = (await post(`${this.simulatorUrl}/control/media`, { mimeType, base64: bytes.toString('base64') })) as {
      type: string;
      raw: Record<string, object>;
    };
    await this.writes('', { type, raw: { [type]: { ...raw[type], ...more } } });
  }

  /** So many messages, one after the other; the last has reached Parley. */
  async writesMany(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) await this.writes(`Message ${number}`, { wait: number === count || number % 50 === 0 });
  }

  /** What the business wrote to this customer so far. */
  async received(): Promise<string[]> {
    const { phoneNumberId } = NUMBERS[this.who.queue];
    const answer = await fetch(`${this.simulatorUrl}/control/chats/${phoneNumberId}/${this.who.phone}`);
    const { items } = (await answer.json()) as { items: ChatMessage[] };
    return items.filter(({ from }) => from === 'business').map(({ text }) => text);
  }
}

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}
