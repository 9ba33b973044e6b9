const numbers = { support: '100000000000001', sales: '100000000000002' };

/** People with WhatsApp, played by the simulator. */
export class Customers {
  constructor(simulatorUrl) {
    this.simulatorUrl = simulatorUrl;
  }

  /** The message has reached Parley. */
  async write({ from, name, queue = 'support' }, text, more = {}) {
    await this.control('messages', { from, name, phoneNumberId: numbers[queue], text, wait: true, ...more });
  }

  /** A file; `more` goes beside it as WhatsApp does, such as `{ caption }`. */
  async send(customer, { mimeType, bytes, ...more }) {
    const { type, raw } = await this.control('media', { mimeType, base64: bytes.toString('base64') });
    await this.write(customer, '', { type, raw: { [type]: { ...raw[type], ...more } } });
  }

  /** WhatsApp accepts the next message and does not deliver it. */
  async doNotGetTheNext() {
    await this.control('faults', { statuses: { failNext: { times: 1, code: 131026, title: 'Message undeliverable' } } });
  }

  async control(what, body) {
    const answer = await fetch(`${this.simulatorUrl}/control/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to ${what}`);
    return answer.json();
  }
}
