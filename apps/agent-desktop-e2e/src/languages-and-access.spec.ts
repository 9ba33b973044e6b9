import { gzipSync } from 'node:zlib';
import { accessibilityFaults } from './testing/axe';
import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

journeys('everybody can use the desktop', new ContactCenterFile({ offerTimeoutSeconds: 300 }), (on) => {
  it.each(['light', 'dark'] as const)('axe finds nothing on any page, %s', async (colorScheme) => {
    const ana = await on.open({ colorScheme });
    const faults: Record<string, string[]> = { 'sign-in': await accessibilityFaults(ana.page) };
    await ana.available('ana');
    const [first, second] = [on.customers.someone('Lucía Fernández'), on.customers.someone('Tom Becker')];
    await first.writes('Hello');
    await ana.accept(first);
    await ana.write('Good morning');
    await ana.bubble('Good morning').getByText('Delivered').waitFor();
    await second.writes('Hi');
    await ana.offer(second).waitFor();
    faults['conversation and offer'] = await accessibilityFaults(ana.page);
    await ana.state.click();
    const current = ana.page.getByRole('menuitem', { name: 'Available', exact: true, description: 'Current state' });
    await current.waitFor();
    expect(await ana.page.getByRole('menuitem', { description: 'Current state' }).count()).toBe(1);
    faults['state menu'] = await accessibilityFaults(ana.page);
    await ana.page.keyboard.press('Escape');
    await ana.accept(second);
    await ana.end();
    faults['wrap-up'] = await accessibilityFaults(ana.page);
    await ana.reasons.click();
    await ana.page.getByRole('listbox').waitFor();
    faults['wrap-up reasons'] = await accessibilityFaults(ana.page);
    await ana.wrapUpWith('Resolved');
    await ana.page.getByRole('button', { name: /Lucía Fernández/ }).click();
    await ana.end();
    await ana.wrapUpWith('Resolved');
    faults['nothing to do'] = await accessibilityFaults(ana.page);
    const sofia = await (await on.open({ colorScheme })).signIn('sofia');
    await sofia.page.getByRole('link', { name: 'Reports' }).click();
    await sofia.page.getByRole('table').first().waitFor();
    faults['reports'] = await accessibilityFaults(sofia.page);
    expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((page) => [page, []])));
  });

  it('an agent loads less than 200 kB of compressed script, and the letters of one script, once', async () => {
    const ben = await on.open();
    const scripts = new Set<string>();
    ben.page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(request.url());
    });
    await ben.page.reload();
    await ben.signIn('ben');
    await ben.state.waitFor();
    const sizes = [...scripts].map(async (url) => gzipSync(await (await fetch(url)).arrayBuffer()).length);
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
    const fonts = () => ben.page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length);
    expect(await eventually(fonts, (count) => count > 0)).toBe(1);
    const [font] = await Promise.all([ben.page.waitForResponse(/\.woff2$/), ben.page.reload()]);
    expect(new URL(font.url()).origin).toBe(new URL(on.product.url).origin);
    expect([font.headers()['content-type'], font.headers()['cache-control']]).toEqual(['font/woff2', 'public, max-age=31536000, immutable']);
  });

  it('says everything in Spanish, and remembers it', async () => {
    const ana = await on.open();
    await ana.page.getByRole('button', { name: 'Español' }).click();
    await ana.signIn('ana');
    await ana.state.waitFor();
    await ana.page.reload();
    await ana.state.waitFor();
    if ((await ana.state.innerText()).includes('Disponible') === false) await ana.choose('Disponible');
    const customer = on.customers.someone('Inés Ortiz');
    await customer.writes('Hola');
    const offer = ana.offer(customer);
    await offer.getByRole('button', { name: 'Aceptar' }).waitFor();
    for (const label of ['Nombre del cliente', 'Número de teléfono del cliente', 'Número de origen', 'Nombre de cola']) {
      await offer.getByText(label, { exact: true }).waitFor();
    }
    await ana.accept(customer);
    await ana.page.getByRole('button', { name: 'Enviar', exact: true }).waitFor();
    await ana.page.getByRole('button', { name: 'Finalizar', exact: true }).click();
    await ana.page.getByRole('dialog', { name: 'Motivos de cierre' }).waitFor();
    await ana.wrapUpWith('Problema técnico');
  });

  it('is used by keyboard alone, also in a small window', async () => {
    const ana = await (await on.open({ viewport: { width: 500, height: 400 } })).available('ana');
    const customer = on.customers.someone('Keyboard Only');
    await customer.writes('Hello');
    const requests = ana.page.getByRole('region', { name: 'Contact requests' });
    await requests.getByText(customer.name).waitFor();
    const accept = requests.getByRole('button', { name: 'Accept' });
    const focused = () => accept.evaluate((button) => button === document.activeElement);
    for (let presses = 0; presses < 30 && !(await focused()); presses += 1) await ana.page.keyboard.press('Tab');
    await ana.page.keyboard.press('Enter');
    await ana.compose.waitFor();
    await ana.page.keyboard.type('Hello to you');
    await ana.page.keyboard.press('Enter');
    await ana.bubble('Hello to you').waitFor();
    expect(await ana.page.evaluate(() => document.documentElement.scrollWidth)).toBe(500);
    await ana.end();
    await ana.page.keyboard.type('resolved');
    const option = ana.page.getByRole('option', { name: 'Resolved' });
    await option.waitFor();
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    await option.waitFor({ state: 'detached' });
    await ana.page.keyboard.press('Enter');
    await ana.wrapUp.waitFor({ state: 'detached' });
  });
});
