import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import { covered } from './testing/covered';
import type { Desktop } from './testing/desktop';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

const SMALL = { width: 500, height: 400 };

/** The name of what has the focus, as its element or the conversation's parts say it. */
const hasFocus = async (desktop: Desktop, role: 'button' | 'main' | 'textbox', name?: string): Promise<void> => {
  const place = desktop.page.getByRole(role, name === undefined ? {} : { name, exact: true });
  await place.and(desktop.page.locator(':focus')).waitFor();
};

journeys('requests', new ContactCenterFile({ maxConversations: 12, offerTimeoutSeconds: 300, supervisorAnswers: true }), (on) => {
  it('S-04, S-09: four of them cover nothing, in a large window and in a small one, and each can be accepted', async () => {
    const ana = await (await on.open()).available('ana');
    const [talk, ...asking] = ['Tilda Talk', 'Ada One', 'Bea Two', 'Cleo Three', 'Dora Four'].map((name) => on.customers.someone(name));
    await talk!.writes('Hello');
    await ana.accept(talk!);
    for (const customer of asking) {
      await customer.writes('Hello');
      await ana.page.waitForFunction((count) => document.title === `(${count}) Parley`, asking.indexOf(customer) + 1);
    }
    expect(await ana.offers.count()).toBe(4);
    expect(await covered(ana.page)).toEqual([]);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    const list = ana.page.getByRole('navigation', { name: 'Tasks' });
    expect((await list.boundingBox())!.height).toBeGreaterThan(95);
    await ana.offer(asking[3]!).getByRole('button', { name: 'Accept' }).click();
    await ana.messages(asking[3]!).waitFor();

    await ana.page.setViewportSize(SMALL);
    const bar = ana.page.getByRole('region', { name: 'Contact requests' });
    await bar.getByText('Ada One').waitFor();
    expect(await ana.offers.count()).toBe(0);
    expect(await covered(ana.page)).toEqual([]);
    expect(await accessibilityFaults(ana.page)).toEqual([]);
    const dialog = await ana.ask('Transfer', 'Transfer Request');
    await dialog.itself.getByRole('button', { name: 'Cancel' }).click();
    await ana.page.getByRole('button', { name: 'Back to the list' }).click();
    expect(await covered(ana.page)).toEqual([]);

    await bar.getByRole('button', { name: '3 requests' }).click();
    expect(await ana.offers.count()).toBe(3);
    expect(await covered(ana.page)).toEqual([]);
    await ana.accept(asking[2]!);
    await bar.getByRole('button', { name: '2 requests', expanded: false }).waitFor();
    await bar.getByRole('button', { name: 'Accept' }).click();
    await ana.messages(asking[0]!).waitFor();
    await bar.getByText('Bea Two').waitFor();
    await bar.getByRole('button', { name: 'Accept' }).click();
    await ana.messages(asking[1]!).waitFor();
    await bar.waitFor({ state: 'hidden' });
    await ana.choose('Lunch');
  });

  it('S-04: they are in sight on the other pages of a supervisor who answers, too', async () => {
    const sofia = await (await on.open()).available('sofia');
    await sofia.page.getByRole('link', { name: 'Wallboard' }).click();
    const customer = on.customers.someone('Wanda Wallboard', 'sales');
    await customer.writes('Hello');
    const bar = sofia.page.getByRole('region', { name: 'Contact requests' });
    await bar.getByText('Wanda Wallboard').waitFor();
    expect(await covered(sofia.page)).toEqual([]);
    await bar.getByRole('button', { name: 'Accept', description: 'Wanda Wallboard · New request · Sales' }).click();
    await sofia.messages(customer).waitFor();
    await sofia.end();
    await sofia.wrapUpWith('Resolved');
    await sofia.choose('Lunch');
  });

  it('S-09: one key leads to Accept, also out of a dialog, and the keyboard goes on when a request goes', async () => {
    const ben = await (await on.open()).available('ben');
    const customers = ['Kay Key', 'Lee Later', 'Max Mid', 'Ned Next'].map((name) => on.customers.someone(name));
    const [kay, lee, max, ned] = customers as [(typeof customers)[0], (typeof customers)[0], (typeof customers)[0], (typeof customers)[0]];
    await kay.writes('Hello');
    await ben.page.getByText('Alt+A leads to Accept.').waitFor();
    await ben.accept(kay);
    for (const customer of [lee, max, ned]) {
      await customer.writes('Hello');
      await ben.offer(customer).waitFor();
    }
    const accept = ben.offer(lee).getByRole('button', { name: 'Accept' });
    expect(await accept.getAttribute('aria-keyshortcuts')).toBe('Alt+A');
    const dialog = await ben.ask('Transfer', 'Transfer Request');
    await dialog.field('Queue').press('Alt+a');
    await accept.and(ben.page.locator(':focus')).waitFor();
    await ben.page.keyboard.press('Enter');
    await ben.messages(lee).waitFor();
    await ben.compose.and(ben.page.locator(':focus')).waitFor();

    await ben.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const skip = ben.page.getByRole('link', { name: 'Skip to the oldest request' });
    await skip.focus();
    expect((await skip.boundingBox())!.y).toBeGreaterThanOrEqual(0);
    await ben.page.keyboard.press('Enter');
    await ben.offer(max).getByRole('button', { name: 'Accept' }).and(ben.page.locator(':focus')).waitFor();

    // Another tab takes the two, one after the other.
    const other = await (await ben.another()).signIn('ben');
    await other.accept(max);
    await ben.page.bringToFront();
    await ben.offer(ned).getByRole('button', { name: 'Accept' }).and(ben.page.locator(':focus')).waitFor();
    await other.accept(ned);
    await ben.page.bringToFront();
    await hasFocus(ben, 'main');
    await ben.choose('Lunch');
  });

  it('S-37, S-39: the keyboard goes on where the wrap-up was put off, and where another tab submitted it', async () => {
    const diego = await (await on.open()).available('diego');
    const customer = on.customers.someone('Fay Focus', 'sales');
    await customer.writes('Hello');
    await diego.accept(customer);
    await diego.end();
    await diego.page.keyboard.press('Escape');
    await hasFocus(diego, 'button', 'Wrap Up Reasons');
    await diego.page.keyboard.press('Enter');
    await diego.wrapUp.getByRole('button', { name: 'Later' }).click();
    await hasFocus(diego, 'button', 'Wrap Up Reasons');
    await diego.page.keyboard.press('Enter');
    await diego.wrapUp.waitFor();

    const other = await (await diego.another()).signIn('diego');
    await other.wrapUpWith('Resolved');
    await diego.page.bringToFront();
    await diego.wrapUp.waitFor({ state: 'detached' });
    await hasFocus(diego, 'main');
    await diego.choose('Lunch');
  });

  it('what was said aloud is gone shortly after, and everything at sign-out', async () => {
    const carla = await (await on.open()).available('carla');
    const customer = on.customers.someone('Gail Gone', 'sales');
    await customer.writes('My secret');
    const said = carla.page.getByText('New contact request from Gail Gone, queue Sales');
    await said.waitFor();
    expect(await carla.page.getByRole('alert').count()).toBe(0);
    expect(await carla.page.getByRole('status').count()).toBe(0);
    await said.waitFor({ state: 'detached' });
    await carla.accept(customer);
    await carla.end();
    await carla.page.route('**/wrap-up', async (route) => {
      const answer = await route.fetch();
      await carla.wrapUp.waitFor({ state: 'detached' });
      await route.fulfill({ response: answer });
    });
    await carla.wrapUpWith('Resolved');
    await carla.notices.getByText('Wrap-up submitted.').waitFor();
    expect(await carla.page.getByText('Wrap-up submitted.').count()).toBe(1);
    await carla.choose('Sign out');
    await carla.page.getByLabel('Password').waitFor();
    const left = await eventually(() => carla.page.locator('body').textContent(), Boolean);
    expect(left).not.toMatch(/Gail Gone|Wrap-up submitted|request/);
  });
});
