import type { MessagePage } from '@parley/contracts';
import { callAs } from './testing/api';
import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Customer } from './testing/customers';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { picture } from './testing/pictures';

journeys('a conversation', new ContactCenterFile({ masked: true }), (on) => {
  /** Ana has the customer's conversation before her. */
  async function talk(name: string, first = 'Hello'): Promise<{ ana: Desktop; customer: Customer }> {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone(name);
    await customer.writes(first);
    await ana.accept(customer);
    return { ana, customer };
  }

  const finish = async (ana: Desktop) => {
    await ana.end();
    await ana.wrapUpWith('Resolved');
  };

  it('S-14, S-18: shows what customers send, in its own direction of writing, and lets none of it run', async () => {
    const { ana, customer } = await talk('Layla Haddad', 'مرحبا، أين طلبي؟');
    await customer.sends('image/png', picture(), { caption: 'The parcel' });
    await customer.sends('audio/ogg', Buffer.from('not much of a sound'));
    await customer.sends('text/html', Buffer.from('<script>document.title = "caught"</script>'), { filename: 'page.html' });
    await customer.writes('', { type: 'location', raw: { location: { name: 'Plaza Mayor', latitude: 40.4, longitude: -3.7 } } });
    await customer.writes('javascript:alert(1) and https://example.com/a?b=1.');

    const link = ana.page.getByRole('link', { name: 'https://example.com/a?b=1' });
    expect(await link.evaluate((element) => [element.getAttribute('rel'), element.getAttribute('target')])).toEqual(['noopener noreferrer nofollow', '_blank']);
    await ana.page.getByRole('link', { name: 'Show on the map' }).waitFor();
    expect(await ana.page.getByRole('link').count()).toBe(3); // and the one that skips to the conversation
    const [file] = await Promise.all([ana.page.waitForEvent('download'), ana.page.getByRole('button', { name: 'Download page.html' }).click()]);
    expect(file.suggestedFilename()).toBe('page.html');

    await ana.messages(customer).evaluate((box) => box.scrollTo(0, 0));
    const words = ana.bubble('مرحبا، أين طلبي؟').locator('[dir=auto]').last();
    expect(await words.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    await ana.page.getByRole('button', { name: 'Open: The parcel' }).click();
    const whole = ana.page.getByRole('dialog', { name: 'The parcel' });
    await whole.getByRole('img').waitFor();
    await ana.page.keyboard.press('Escape');
    await whole.waitFor({ state: 'detached' });
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await onlyForThoseWhoMayRead(`/api${new URL(ana.page.url()).pathname}`);
    await finish(ana);
  });

  async function onlyForThoseWhoMayRead(conversation: string): Promise<void> {
    const page = await callAs(on.product.url, 'ana', `${conversation}/messages`);
    const { items } = (await page.json()) as MessagePage;
    const { mediaId } = items.find(({ media }) => media?.mimeType === 'text/html')!.media!;
    const answers = await Promise.all(['ana', 'ben', 'sofia'].map((agentId) => callAs(on.product.url, agentId, `${conversation}/media/${mediaId}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 200]);
    const headers = ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options'];
    expect(headers.map((name) => answers[0]!.headers.get(name))).toEqual([
      'application/octet-stream',
      `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      "sandbox; default-src 'none'",
      'nosniff',
    ]);
    expect((await callAs(on.product.url, 'ana', `${conversation}/media/123`)).status).toBe(404);
  }

  it('C-07: a message that failed says why, and goes out again as another one, once', async () => {
    const { ana, customer } = await talk('Failing Fred');
    await on.customers.faults({ statuses: { failNext: { times: 1, code: 131026, title: 'Message undeliverable' } } });
    await ana.write('Are you there?');
    await ana.page.getByText(/WhatsApp could not deliver it/).waitFor();
    await ana.page.getByRole('button', { name: 'Send again' }).press('Enter');
    await ana.page.getByText('Sent again below.').waitFor();
    await ana.bubble('Are you there?').last().getByText('Delivered').waitFor();
    expect(await ana.bubble('Are you there?').count()).toBe(2);
    expect(await ana.page.getByText('Failed', { exact: true }).count()).toBe(1);
    expect(await customer.received()).toEqual(['Are you there?', 'Are you there?']);
    await finish(ana);
  });

  it('S-15, S-36: canned responses come by a slash or a button, emoji by a button, and the keyboard stays in the text', async () => {
    const { ana, customer } = await talk('Ready Rita');
    await ana.compose.pressSequentially('Hello Rita /ready');
    await ana.page.getByRole('option', { name: /Ready to finish\?/ }).waitFor();
    await ana.compose.press('Enter');
    const asked = 'Hello Rita Is there anything else I can help you with, or are you ready to finish this chat?';
    expect(await ana.compose.inputValue()).toBe(asked);
    await ana.page.getByRole('button', { name: 'Canned responses' }).click();
    await ana.page.getByRole('combobox', { name: 'Search canned responses' }).fill('gréeting');
    await ana.page.getByRole('option').click();
    await ana.page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const search = ana.page.getByRole('dialog', { name: 'Emoji' }).getByLabel('Search emoji');
    await search.fill('thumbs up');
    await ana.page.getByRole('gridcell', { name: /thumbs up/i }).first().waitFor();
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    await search.press('Enter');
    const text = `${asked}\nHello! Thank you for writing to us. How can I help you?👍️`;
    await eventually(() => ana.compose.inputValue(), (value) => value.replace('\ufe0f', '') === text.replace('\ufe0f', ''));
    await eventually(() => ana.compose.evaluate((field) => field === document.activeElement), Boolean);
    await ana.compose.fill('/nothing like it');
    await ana.compose.press('Enter');
    await eventually(() => customer.received(), (received) => received.includes('/nothing like it'));
    await finish(ana);
  });

  it('S-06, W-21: agents read no card numbers, addresses and phones, supervisors do', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Careless Carl');
    await customer.writes('First');
    const offer = ana.offer(customer);
    await offer.waitFor();
    const hidden = `+${'•'.repeat(customer.phone.length - 4)}${customer.phone.slice(-3)}`;
    expect(await ana.fact('Customer Phone Number', offer).innerText()).toBe(hidden);
    await ana.accept(customer);
    await customer.writes('4111-1111-1111-1111, carl@example.org');
    await ana.bubble('••••-••••-••••-1111, c•••@•••').waitFor();
    await ana.page.reload();
    await ana.bubble('••••-••••-••••-1111, c•••@•••').waitFor();
    expect(await ana.page.content()).not.toMatch(/4111-|carl@|1111-1111/);
    const conversation = `/api${new URL(ana.page.url()).pathname}/messages`;
    const read = async (agentId: string) => (await (await callAs(on.product.url, agentId, conversation)).text()).includes('4111-1111-1111-1111, carl@example.org');
    expect([await read('ana'), await read('sofia')]).toEqual([false, true]);
    await finish(ana);
  });

  it('S-14: a long conversation opens at its end, grows upwards without a jump, and marks what is new', async () => {
    const { ana, customer } = await talk('Wordy Wilma');
    await customer.writesMany(80);
    await ana.bubble('Message 80').waitFor();
    await ana.page.reload();
    await ana.bubble('Message 80').waitFor();
    await ana.write('I have read it all'); // whatever else: who answers has
    await ana.bubble('I have read it all').waitFor();
    await eventually(async () => (await customer.received()).length, (count) => count === 1);
    expect(await ana.page.getByRole('log').getByRole('listitem').count()).toBeLessThan(60);
    let letThrough = () => {};
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await ana.page.route(/messages\?.*before=/, (route) => held.then(() => route.continue()));
    const box = ana.messages(customer);
    const loading = ana.page.getByText('Loading older messages…');
    let top = 300;
    // Until it has taken its place, the list takes no scrolling for the reader's.
    await eventually(() => box.evaluate((element, to) => element.scrollTo(0, to), (top -= 2)).then(() => loading.isVisible()), Boolean);
    const place = () =>
      box.evaluate((element) => {
        const row = [...element.querySelectorAll('li')].find((item) => item.getBoundingClientRect().top > element.getBoundingClientRect().top + 40);
        if (!row) return { words: '', top: 0, at: 0 }; // not rendered yet
        return { words: row.querySelector('[dir=auto]:last-of-type')!.textContent, top: Math.round(row.getBoundingClientRect().top), at: Number(row.ariaPosInSet) };
      });
    const before = await eventually(place, ({ at }) => at > 0);
    letThrough();
    const after = await eventually(place, ({ at }) => at > before.at + 20);
    expect(Math.abs(after.top - before.top)).toBeLessThan(60);

    const other = on.customers.someone('Second Sam');
    await other.writes('Hi');
    await ana.accept(other);
    await customer.writes('While you were away');
    await customer.writes('Still here?');
    const task = ana.page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: /Wordy Wilma/ });
    await task.filter({ has: ana.page.getByText('2 new messages', { exact: true }) }).click();
    await ana.bubble('While you were away').getByText('New messages').waitFor();
    expect(await ana.page.getByRole('log').getByText('New messages').count()).toBe(1);
    await ana.write('Here I am');
    await ana.page.getByRole('log').getByText('New messages').waitFor({ state: 'detached' });
    await finish(ana);
    await ana.page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: /Second Sam/ }).click();
    await finish(ana);
  });
});
