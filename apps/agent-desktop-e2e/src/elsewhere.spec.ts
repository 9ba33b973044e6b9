import { alertsOf, hide, watchAlerts } from './testing/alerts';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Customer } from './testing/customers';
import { covered } from './testing/covered';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { pair } from './testing/pair';

const task = ({ page }: Desktop, { name }: Customer) => page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name });

journeys('what happens where an agent does not look', new ContactCenterFile({ masked: true }), (on) => {
  it('is said, counted, heard once for a burst, and shown outside the page when that is out of sight', async () => {
    const ana = await on.open();
    await watchAlerts(ana.page);
    await ana.available('ana');
    const [one, two] = [on.customers.someone('Olga One'), on.customers.someone('Theo Two')];
    for (const customer of [one, two]) {
      await customer.writes('Hello');
      await ana.accept(customer);
    }
    for (const customer of [one, two]) {
      await task(ana, customer).click();
      await ana.bubble('Hello').waitFor();
      await task(ana, customer).filter({ hasNotText: 'new message' }).waitFor();
    }
    await ana.page.waitForFunction(() => document.title === 'Parley');
    const before = (await alertsOf(ana.page)).notes;

    await one.writes('My card is 4111-1111-1111-1111');
    await ana.page.getByText('New message from Olga One: My card is ••••-••••-••••-1111').waitFor();
    await one.writes('Are you there?');
    await one.writes('It is urgent');
    await ana.page.waitForFunction(() => document.title === '(1) Parley');
    await eventually(() => alertsOf(ana.page), ({ notes }) => notes === before + 1);
    await eventually(() => ana.page.getByText(/^New message from/).count(), (count) => count === 0);
    await task(ana, one).filter({ hasText: '3 new messages' }).waitFor();
    expect(await alertsOf(ana.page)).toEqual({ notes: before + 1, notifications: [] });
    await two.writes('What is in sight is not heard');
    await ana.bubble('What is in sight is not heard').waitFor();

    await hide(ana.page);
    await two.writes('Now my mail, theo@example.org');
    const shown = await eventually(() => alertsOf(ana.page), ({ notes, notifications }) => notes > before + 1 && notifications.length > 0);
    expect(shown).toEqual({ notes: before + 2, notifications: [{ title: 'Theo Two', body: 'Now my mail, t•••@•••', closed: false }] });
    await ana.page.waitForFunction(() => document.title === '(2) Parley');
    for (const customer of [one, two]) {
      await task(ana, customer).click();
      await ana.end();
      await ana.wrapUpWith('Resolved');
    }
    await ana.choose('Lunch');
  });

  it('S-37: a late answer to a wrap-up leaves the agent where they went meanwhile', async () => {
    const ana = await (await on.open()).available('ana');
    const [one, two] = [on.customers.someone('Lara Late'), on.customers.someone('Nico Next')];
    for (const customer of [one, two]) {
      await customer.writes('Hello');
      await ana.accept(customer);
    }
    await task(ana, one).click();
    await ana.messages(one).waitFor();
    await ana.end();
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    await ana.page.route('**/wrap-up', (route) => late.then(() => route.continue()));
    await ana.reasons.fill('Resolved');
    await ana.page.getByRole('option', { name: 'Resolved' }).click();
    await ana.submit.click();
    await ana.wrapUp.getByRole('button', { name: 'Later' }).click();
    await task(ana, two).click();
    await ana.compose.fill('Half a sentence');
    answer();
    await ana.notices.getByText('Wrap-up submitted.').waitFor();
    await ana.compose.and(ana.page.locator(':focus')).waitFor();
    expect(await ana.compose.inputValue()).toBe('Half a sentence');
    await ana.messages(two).waitFor();
    await ana.compose.fill('');
    await ana.end();
    await ana.wrapUpWith('Resolved');
    await ana.choose('Lunch');
  });

  it('S-35: the wrap-up is asked for at once, or the agent who writes is reminded of it', async () => {
    const { ana, ben, customer } = await pair(on, 'Cora Conference');
    const [other, third] = [on.customers.someone('Bert Beside'), on.customers.someone('Tina Third')];
    const confer = async () => {
      const dialog = await ana.ask('Conference', 'Conference Request');
      await dialog.choose('Agent', 'ben', 'Ben Carter');
      await dialog.submit.click();
      await ben.accept(customer);
    };
    await confer();
    await ana.choose('Lunch');
    await other.writes('Hello');
    await ben.accept(other);
    await ana.action('End Conference').click();
    await ben.wrapUp.getByText(`Why did the conversation with ${customer.name} end?`).waitFor();
    await ben.wrapUpWith('Resolved');
    await ben.messages(other).waitFor();
    await ben.compose.and(ben.page.locator(':focus')).waitFor();
    await ana.wrapUpWith('Resolved');

    await ana.choose('Available');
    await ben.choose('Lunch');
    await third.writes('Hello');
    await ana.accept(third);
    await ben.choose('Available');
    const dialog = await ana.ask('Conference', 'Conference Request');
    await dialog.choose('Agent', 'ben', 'Ben Carter');
    await dialog.submit.click();
    await ben.accept(third);
    await task(ben, other).click();
    await ben.compose.fill('Half a sentence');
    await ana.action('End Conference').click();
    const reminder = ben.page.getByRole('region', { name: 'Wrap-up', exact: true });
    await reminder.getByText(`Your part in the conversation with ${third.name} is over.`).waitFor();
    expect(await ben.wrapUp.count()).toBe(0);
    expect(await covered(ben.page)).toEqual([]);
    await reminder.getByRole('button', { name: 'Wrap Up Reasons' }).click();
    await ben.wrapUp.waitFor();
    await reminder.waitFor({ state: 'detached' });
    await ben.wrapUpWith('Resolved');
    expect(await ben.compose.inputValue()).toBe('Half a sentence');
    await ana.wrapUpWith('Resolved');
  });
});
