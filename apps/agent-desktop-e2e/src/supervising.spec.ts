import type { Locator } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { callAs } from './testing/api';
import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';
import { picture } from './testing/pictures';

const table = ({ page }: Desktop, name: string) => page.getByRole('table', { name, exact: true });
const row = (desktop: Desktop, name: string, of: string): Locator => table(desktop, name).getByRole('row').filter({ has: desktop.page.getByRole('rowheader', { name: of }) });
/** The number in a column of a queue's row. */
const figure = async (desktop: Desktop, queue: string, column: string): Promise<Locator> => {
  const names = await table(desktop, 'Queues').getByRole('columnheader').allInnerTexts();
  return row(desktop, 'Queues', queue).getByRole('cell').nth(names.indexOf(column) - 1);
};
const shows = async (desktop: Desktop, queue: string, column: string, value: string) =>
  (await figure(desktop, queue, column)).filter({ hasText: new RegExp(`^${value}$`) }).waitFor();
const at = (desktop: Desktop, page: string) => desktop.page.getByRole('link', { name: page, exact: true }).click();

journeys('supervisors lead', new ContactCenterFile({ supervisorAnswers: true, offerTimeoutSeconds: 600 }), (on) => {
  it('with a wallboard that follows what happens, and says what the report says', async () => {
    const sofia = await (await on.open()).signIn('sofia');
    await at(sofia, 'Wallboard');
    await sofia.page.getByText('Live', { exact: true }).waitFor();
    await shows(sofia, 'Support', 'Waiting', '0');
    const [lucia, tom] = [on.customers.someone('Lucía Fernández'), on.customers.someone('Tom Becker')];
    await lucia.writes('Hello');
    await shows(sofia, 'Support', 'Waiting', '1');
    await sofia.page.getByRole('timer', { name: 'Longest wait in Support' }).first().waitFor();
    const ana = await (await on.open()).available('ana');
    await row(sofia, 'Agents', 'Ana López').getByText('Available').waitFor();
    await shows(sofia, 'Support', 'Offered', '1');
    await ana.accept(lucia);
    for (const [column, value] of [['Waiting', '0'], ['Offered', '0'], ['Active', '1'], ['Answered', '1']] as const) await shows(sofia, 'Support', column, value);
    await row(sofia, 'Agents', 'Ana López').getByText('1 of 3 places taken').waitFor();
    await tom.writes('Hello');
    await ana.accept(tom);
    await ana.end();
    await ana.wrapUpWith('Resolved');
    await shows(sofia, 'Support', 'Answered', '2');
    await at(sofia, 'Reports');
    await sofia.page.getByRole('tab', { name: 'Queues' }).click();
    const cells = table(sofia, 'Queues').getByRole('row').filter({ hasText: 'Support' }).getByRole('cell');
    await cells.nth(2).filter({ hasText: /^2$/ }).waitFor();
    expect((await cells.allInnerTexts()).slice(0, 4)).toEqual(['Support', '2', '2', '0']);
  });

  it('and set an agent’s state after confirming', async () => {
    const ben = await (await on.open()).available('ben');
    const sofia = await (await on.open()).signIn('sofia');
    await at(sofia, 'Wallboard');
    await row(sofia, 'Agents', 'Ben Carter').getByText('Available').waitFor();
    await sofia.page.getByRole('button', { name: 'Actions for Ben Carter' }).click();
    await sofia.page.getByRole('menuitem', { name: 'Change state…' }).click();
    const dialog = sofia.page.getByRole('dialog', { name: 'Change state' });
    await dialog.getByText('Training').click();
    await dialog.getByRole('button', { name: 'Change state' }).click();
    await row(sofia, 'Agents', 'Ben Carter').getByText('Training').waitFor();
    await ben.page.getByRole('button', { name: 'State: Training' }).waitFor();
  });

  it('and find a conversation, see it as it was, reassign it, take it over and end it', async () => {
    const customer = on.customers.someone('Inés Ortiz', 'sales');
    await customer.writes('Where is my order?');
    const diego = await (await on.open()).available('diego');
    await diego.accept(customer);
    await diego.write('On its way.');
    await diego.bubble('On its way.').getByText('Delivered').waitFor();
    const sofia = await (await on.open()).available('sofia');
    await at(sofia, 'Conversations');
    await sofia.page.getByRole('searchbox').fill('ines');
    await sofia.page.getByText('1 conversation', { exact: true }).waitFor();
    await sofia.page.getByRole('button', { name: /Inés Ortiz/ }).click();
    const events = sofia.page.getByRole('list', { name: 'Timeline' });
    await events.getByText('Diego Fernández accepted').waitFor();
    const then = sofia.page.getByRole('region', { name: /^Messages with Inés Ortiz/ });
    await then.getByText('On its way.').waitFor();
    await events.getByText('Offered to Diego Fernández').click();
    await then.getByText('On its way.').waitFor({ state: 'detached' });
    await then.getByText('Where is my order?').waitFor();
    await sofia.page.getByRole('slider', { name: 'Moment' }).press('End');
    await then.getByText('On its way.').waitFor();

    await customer.writes('I see, thanks.');
    await then.getByText('I see, thanks.').waitFor();
    await events.getByText('I see, thanks.').waitFor();
    await events.getByText('Offered to Diego Fernández').click();
    await then.getByText('On its way.').waitFor({ state: 'detached' });
    await customer.writes('And my invoice?');
    const newer = sofia.page.getByRole('button', { name: '1 new event', exact: true });
    await newer.waitFor();
    await events.getByText('And my invoice?').waitFor();
    expect(await then.getByText('Where is my order?').isVisible()).toBe(true);
    expect(await then.getByText('On its way.').count()).toBe(0);
    await newer.click();
    await then.getByText('And my invoice?').waitFor();
    await sofia.page.getByRole('button', { name: 'Now', exact: true }).waitFor();

    await sofia.page.getByRole('button', { name: 'Reassign', exact: true }).click();
    const dialog = sofia.page.getByRole('dialog', { name: 'Reassign conversation' });
    await dialog.getByRole('combobox', { name: 'Queue' }).fill('supp');
    await sofia.page.getByRole('option', { name: /Support/ }).click();
    await dialog.getByRole('button', { name: 'Reassign' }).click();
    await events.getByText('In the queue Support').waitFor();
    await diego.wrapUp.waitFor();

    await sofia.page.getByRole('button', { name: 'Take over', exact: true }).click();
    await sofia.page.getByRole('dialog', { name: 'Take over conversation' }).getByRole('button', { name: 'Take over' }).click();
    await sofia.compose.waitFor();
    await at(sofia, 'Conversations');
    await sofia.page.getByRole('button', { name: /Inés Ortiz/ }).click();
    // What happened may be heard of before the command is answered: she is asked for her wrap-up all the same.
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    await sofia.page.route('**/end', async (route) => {
      const response = await route.fetch();
      await late;
      await route.fulfill({ response });
    });
    await sofia.page.getByRole('button', { name: 'End', exact: true }).click();
    await sofia.page.getByRole('dialog', { name: 'End conversation' }).getByRole('button', { name: 'End' }).click();
    await sofia.wrapUp.waitFor();
    answer();
    await sofia.wrapUpWith('Resolved');
    await events.getByText('Conversation ended').waitFor();
    await sofia.page.getByRole('button', { name: 'Reassign', exact: true }).waitFor({ state: 'detached' });
  });

  it('and see what was shared in a long conversation, of which only what they look at is read', async () => {
    const customer = on.customers.someone('Lola Long', 'sales');
    await customer.writes('', { type: 'location', raw: { location: { name: 'Plaza Mayor', latitude: 40.4, longitude: -3.7 } } });
    await customer.writesMany(300);
    await customer.sends('image/png', picture(), { caption: 'The parcel' });
    await customer.writes('See https://example.com/order');
    const sofia = await (await on.open()).signIn('sofia');
    const found = async () => ((await (await callAs(on.product.url, 'sofia', '/api/conversations?search=Lola')).json()) as { items: { conversationId: string }[] }).items;
    const [{ conversationId }] = (await eventually(found, ({ length }) => length === 1)) as [{ conversationId: string }];
    await sofia.recorded('sofia', `/conversations/${conversationId}`, 'See https://example.com/order');
    const read: string[] = [];
    sofia.page.on('request', (request) => read.push(request.url()));
    await at(sofia, 'Conversations');
    await sofia.page.getByRole('button', { name: /Lola Long/ }).click();
    const events = sofia.page.getByRole('list', { name: 'Timeline' });
    await events.getByText('Image · The parcel').waitFor();
    const then = sofia.page.getByRole('region', { name: /^Messages with Lola Long/ });
    await then.getByRole('link', { name: 'https://example.com/order' }).waitFor();
    await then.getByRole('button', { name: 'Open: The parcel' }).waitFor();
    expect(await events.getByRole('listitem').count()).toBeLessThan(60);
    expect(await events.getByText('Message 150', { exact: true }).count()).toBe(0);

    const messages = then.getByRole('list');
    expect(await messages.getByRole('listitem').count()).toBe(50);
    await then.getByText('Message 253', { exact: true }).waitFor();
    const older = then.getByRole('button', { name: 'Show older messages' });
    await older.click();
    await then.getByText('Message 203', { exact: true }).waitFor();
    expect(await messages.getByRole('listitem').count()).toBe(100);

    const slider = sofia.page.getByRole('slider', { name: 'Moment' });
    await slider.press('Home');
    await events.getByText('Conversation started').waitFor();
    await slider.press('ArrowRight');
    await then.getByRole('link', { name: 'Show on the map' }).waitFor();
    await events.getByText('Location · Plaza Mayor').waitFor();
    await slider.press('End');
    await then.getByRole('link', { name: 'https://example.com/order' }).waitFor();
    const pages = new Set(read.filter((url) => url.includes('/events?')));
    expect(pages.size).toBeLessThanOrEqual(4);
  });

  it('with reports by period, queue and interval, and all of it as a file', async () => {
    const sofia = await (await on.open()).signIn('sofia');
    await at(sofia, 'Reports');
    await table(sofia, 'Conversations').getByText('Inés Ortiz').waitFor();
    await sofia.page.getByRole('figure', { name: 'Conversations in time' }).waitFor();
    await sofia.page.getByRole('button', { name: /Queue$/ }).click();
    await sofia.page.getByRole('option', { name: 'Sales' }).click();
    await table(sofia, 'Conversations').getByText('Lucía Fernández').waitFor({ state: 'detached' });
    const [file] = await Promise.all([sofia.page.waitForEvent('download'), sofia.page.getByRole('button', { name: 'Download CSV' }).click()]);
    const csv = readFileSync(await file.path(), 'utf8');
    expect(csv).toContain('Inés Ortiz');
    expect(csv).not.toContain('Lucía');
    await sofia.page.getByRole('tab', { name: 'Agents' }).click();
    await table(sofia, 'Agents').getByText('Diego Fernández').waitFor();
    await sofia.page.getByRole('figure', { name: 'Handled and missed by agent' }).waitFor();
    await sofia.page.getByRole('button', { name: /Queue$/ }).click();
    await sofia.page.getByRole('option', { name: 'All queues' }).click();
    const columns = await table(sofia, 'Agents').getByRole('columnheader').allInnerTexts();
    const diego = table(sofia, 'Agents').getByRole('row').filter({ hasText: 'Diego Fernández' });
    await diego.getByRole('cell').nth(columns.indexOf('Occupancy')).filter({ hasText: /^[\d.]+ %$/ }).waitFor();
    await sofia.page.getByRole('button', { name: /By$/ }).click();
    await sofia.page.getByRole('option', { name: 'Hour' }).click();
    await table(sofia, 'Agents').getByRole('columnheader', { name: 'From' }).waitFor();
  });

  it('on pages that agents do not see, nor what is in them', async () => {
    const ana = await (await on.open()).signIn('ana');
    await ana.state.waitFor();
    await ana.page.goto(`${on.product.url}/wallboard`);
    await ana.state.waitFor();
    expect(await ana.page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    expect(await ana.page.getByRole('heading', { name: 'Wallboard' }).count()).toBe(0);
    const statuses = await ana.page.evaluate(async () => {
      const headers = { authorization: `Bearer ${sessionStorage.getItem('parley.token')}` };
      const paths = ['/api/supervisor/live', '/api/conversations', '/api/agents', '/api/reports/queues'];
      return Promise.all(paths.map(async (path) => (await fetch(path, { headers })).status));
    });
    expect(statuses).toEqual([403, 403, 403, 403]);
  });

  it.each(['light', 'dark'] as const)('on pages in which axe finds nothing, %s, also in a small window', async (colorScheme) => {
    const sofia = await (await on.open({ colorScheme })).signIn('sofia');
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => (faults[name] = await accessibilityFaults(sofia.page));
    await at(sofia, 'Wallboard');
    await sofia.page.getByRole('figure', { name: 'Agents by state' }).locator('.recharts-bar-rectangle').first().waitFor();
    await look('wallboard');
    await sofia.page.getByRole('button', { name: 'Actions for Ben Carter' }).click();
    await sofia.page.getByRole('menuitem', { name: 'Change state…' }).click();
    await sofia.page.getByRole('dialog').waitFor();
    await look('state');
    await sofia.page.keyboard.press('Escape');
    await at(sofia, 'Conversations');
    await sofia.page.getByRole('button', { name: /Inés Ortiz/ }).click();
    await sofia.page.getByRole('slider').waitFor();
    await sofia.page.getByRole('button', { name: 'Previous event' }).click();
    await look('timeline');
    await at(sofia, 'Reports');
    for (const tab of ['Conversations', 'Queues', 'Agents', 'Wrap-up reasons']) {
      await sofia.page.getByRole('tab', { name: tab }).click();
      await table(sofia, tab).waitFor();
      await look(tab);
    }
    await sofia.page.setViewportSize({ width: 500, height: 400 });
    for (const page of ['Wallboard', 'Conversations', 'Reports']) {
      await at(sofia, page);
      await sofia.page.getByRole('heading', { level: 1, name: page }).waitFor();
      expect(await sofia.page.evaluate(() => document.documentElement.scrollWidth)).toBe(500);
    }
    expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((name) => [name, []])));
  });
});
