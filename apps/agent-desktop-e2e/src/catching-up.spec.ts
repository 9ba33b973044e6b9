import { hide, watchAlerts } from './testing/alerts';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Customer } from './testing/customers';
import { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { pair } from './testing/pair';

journeys('what an agent has not seen', new ContactCenterFile({ offerTimeoutSeconds: 600, wrapUpTimeoutSeconds: 600 }), (on) => {
  const task = ({ page }: Desktop, { name }: Customer) => page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: new RegExp(name) });
  const finish = async (ana: Desktop, customer: Customer) => {
    await task(ana, customer).click();
    await ana.messages(customer).waitFor();
    await ana.end();
    await ana.wrapUpWith('Resolved');
  };
  /** Ana has two conversations, the first of them before her; her clock can be moved. */
  async function twoConversations(first: string, second: string) {
    const ana = await on.open();
    await ana.page.clock.install();
    await watchAlerts(ana.page);
    await ana.available('ana');
    const customers = [on.customers.someone(first), on.customers.someone(second)] as const;
    for (const customer of [...customers].reverse()) {
      await customer.writes(`${customer.name} here`);
      await ana.accept(customer);
      await ana.bubble(`${customer.name} here`).waitFor();
    }
    return { ana, customers };
  }

  it('C-25: is in sight before what was written meanwhile goes out, wherever the agent is', async () => {
    const { ana, customers } = await twoConversations('Alma Held', 'Bruno Other');
    const [alma, bruno] = customers;
    const seenWhenSent: boolean[] = [];
    await ana.page.route('**/api/conversations/*/messages', async (route) => {
      const isAnswer = route.request().method() === 'POST' && (route.request().postDataJSON() as { text: string }).text === 'My answer';
      if (isAnswer) seenWhenSent.push(await ana.bubble('On second thought, no').isVisible());
      await route.continue();
    });
    await ana.page.context().setOffline(true);
    await ana.catchingUp.waitFor();
    await ana.write('My answer');
    await ana.bubble('My answer').getByText('Waits until you have seen what is new').waitFor();
    const almas = new URL(ana.page.url()).pathname;
    await task(ana, bruno).click();
    await ana.messages(bruno).waitFor();
    await alma.writes('Wait');
    await alma.writes('On second thought, no');
    await ana.recorded('ana', almas, 'On second thought, no');
    await ana.page.context().setOffline(false);
    await ana.catchingUp.waitFor({ state: 'detached' });
    await task(ana, alma).filter({ hasText: '2 new messages' }).waitFor();
    await ana.page.clock.fastForward('00:12');
    await ana.write('Meanwhile, Bruno');
    await ana.bubble('Meanwhile, Bruno').getByText('Delivered').waitFor();
    expect(seenWhenSent).toEqual([]);
    await task(ana, alma).filter({ hasText: 'A message of yours is not sent yet' }).click();
    await ana.bubble('On second thought, no').waitFor();
    await ana.bubble('My answer').getByText('Delivered').waitFor();
    expect(seenWhenSent).toEqual([true]);

    await ana.page.context().setOffline(true);
    await ana.catchingUp.waitFor();
    await ana.write('I stand by it');
    await alma.writes('Are you sure?');
    await ana.recorded('ana', almas, 'Are you sure?');
    await hide(ana.page);
    await ana.page.context().setOffline(false);
    await ana.bubble('Are you sure?').waitFor();
    await ana.bubble('I stand by it').getByRole('button', { name: 'Send anyway' }).click();
    await ana.bubble('I stand by it').getByText('Delivered').waitFor();
    expect(await alma.received()).toEqual(['My answer', 'I stand by it']);
    for (const customer of customers) await finish(ana, customer);
  });

  it('opens where it begins, also after a reload, and is read when its end was in sight', async () => {
    const { ana, customers } = await twoConversations('Mila Many', 'Nils Next');
    const [mila, nils] = customers;
    await mila.writesMany(60);
    await ana.bubble('Message 60').waitFor();
    await task(ana, nils).click();
    await ana.messages(nils).waitFor();
    for (let number = 61; number <= 120; number += 1) await mila.writes(`Message ${number}`, { wait: number === 120 });
    await task(ana, mila).filter({ hasText: '60 new messages' }).waitFor();
    await ana.page.reload();
    await task(ana, mila).filter({ hasText: /new messages/ }).click();
    const mark = ana.bubble('Message 61').getByText('New messages');
    await mark.waitFor();
    await eventually(() => isInSight(ana, 'Message 61'), Boolean);
    expect(await isInSight(ana, 'Message 120')).toBe(false);
    await task(ana, mila).filter({ hasText: '60 new messages' }).waitFor();
    await ana.page.getByRole('button', { name: '60 new messages', exact: true }).click();
    await task(ana, mila).filter({ hasNotText: 'new messages' }).waitFor();
    await eventually(() => isInSight(ana, 'Message 120'), Boolean);

    // On a slow machine one can go on to the newest before the list has shown where what is new begins.
    await task(ana, nils).click();
    await ana.messages(nils).waitFor();
    for (let number = 121; number <= 180; number += 1) await mila.writes(`Message ${number}`, { wait: number === 180 });
    await task(ana, mila).filter({ hasText: '60 new messages' }).waitFor();
    await ana.page.evaluate(() => {
      const frame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (work) => frame(() => setTimeout(() => work(performance.now()), 300));
    });
    await task(ana, mila).click();
    await ana.page.getByRole('button', { name: '60 new messages', exact: true }).click();
    await task(ana, mila).filter({ hasNotText: 'new messages' }).waitFor();
    await eventually(() => isInSight(ana, 'Message 180'), Boolean);
    for (const customer of customers) await finish(ana, customer);
  });

  const isInSight = async (ana: Desktop, text: string): Promise<boolean> => {
    const region = ana.page.getByRole('region', { name: /^Messages with/ });
    const [words] = await region.getByText(text, { exact: true }).all();
    const [thread, box] = [await region.boundingBox(), words && (await words.boundingBox())];
    return Boolean(thread && box && box.y >= thread.y && box.y + box.height <= thread.y + thread.height);
  };

  it('S-15: what one agent wrote and did not send is neither shown to nor sent by the next one at the same tab', async () => {
    const { ana, ben, customer } = await pair(on, 'Shared Desk');
    const dialog = await ana.ask('Conference', 'Conference Request');
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    await dialog.submit.click();
    await ben.accept(customer);
    await ana.details.getByText('Ben Carter').waitFor();
    await expire(ana, async () => {
      await ana.write('Sent by Ana');
      await ana.bubble('Sent by Ana').getByText('Waits until you have seen what is new').waitFor();
      await ana.compose.fill('Begun by Ana');
    });
    const atHerTab = await new Desktop(ana.page).signIn('ben');
    await atHerTab.messages(customer).waitFor();
    expect(await atHerTab.compose.inputValue()).toBe('');
    await atHerTab.write('Sent by Ben');
    await atHerTab.bubble('Sent by Ben').getByText('Delivered').waitFor();
    expect(await customer.received()).toEqual(['Sent by Ben']);
    await expire(atHerTab, async () => undefined);
    await ana.signIn('ana');
    await ana.bubble('Sent by Ana').getByText('Delivered').waitFor();
    expect(await ana.compose.inputValue()).toBe('Begun by Ana');
    await ana.compose.fill('');
    await ana.action('End Conference').click();
    for (const desktop of [ana, ben]) await desktop.wrapUpWith('Resolved');
  });

  /** The line goes away, `meanwhile` happens, and when it is back the session is over. */
  async function expire({ page, catchingUp }: Desktop, meanwhile: () => Promise<void>): Promise<void> {
    await page.context().setOffline(true);
    await catchingUp.waitFor();
    await meanwhile();
    await page.route('**/api/live', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', json: { code: 'unauthenticated' } }));
    await page.context().setOffline(false);
    await page.getByText('Your session has ended. Sign in again to go on.').waitFor();
    await page.unroute('**/api/live');
  }

  it('is not waited for without a word: a server that does not answer is named, and asked again', async () => {
    const ana = await on.open();
    await ana.page.clock.install();
    await ana.page.reload();
    let isAway = true;
    await ana.page.route('**/api/live', (route) => (isAway ? undefined : route.continue()));
    await ana.signIn('ana');
    await ana.page.getByText('Loading your work…').waitFor();
    const unanswered = ana.page.getByRole('status').getByText('The server does not answer. Trying again…');
    expect(await unanswered.count()).toBe(0);
    await ana.page.clock.fastForward('00:11');
    await unanswered.waitFor();
    isAway = false;
    await ana.page.getByRole('button', { name: 'Try again' }).click();
    await ana.page.getByText('Loading your work…').waitFor({ state: 'detached' });
    await unanswered.waitFor({ state: 'detached' });
  });
});
