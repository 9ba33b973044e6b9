import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

journeys('an agent does not answer', new ContactCenterFile({ offerTimeoutSeconds: 10, wrapUpTimeoutSeconds: 6, supervisorAnswers: true }), (on) => {
  it('S-04, S-11, S-12, S-13: one agent is asked, goes to RONA, and comes back by hand only; meanwhile the next is asked', async () => {
    const carla = await (await on.open()).signIn('carla');
    const diego = await (await on.open()).available('diego');
    const customer = on.customers.someone('Nora Vidal', 'sales');
    await customer.writes('Do you ship to Austria?');
    await diego.offer(customer).waitFor();
    await carla.choose('Available');
    await diego.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    await diego.page
      .getByRole('alert')
      .getByText(/did not accept a request in time/)
      .waitFor();
    await diego.offers.first().waitFor({ state: 'detached' });
    await carla.accept(customer);

    await diego.page.reload();
    await diego.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    await diego.page.getByRole('button', { name: 'Return to Available' }).press('Enter');
    await diego.page.getByRole('button', { name: 'State: Available' }).and(diego.page.locator(':focus')).waitFor();
    const another = on.customers.someone('Otto Braun', 'sales');
    await another.writes('Hello?');
    await diego.accept(another);

    await carla.end();
    await carla.notices.getByText(`The default wrap-up reason was applied to the conversation with ${customer.name}: None given.`).waitFor();
    await carla.wrapUp.waitFor({ state: 'detached' });
    await carla.choose('Lunch');
    await carla.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
  });

  it('S-12, S-13: an agent who leads is told so on every page, and also when what the page shows may be old', async () => {
    const sofia = await (await on.open()).available('sofia');
    await sofia.page.getByRole('link', { name: 'Wallboard', exact: true }).click();
    await sofia.page.getByRole('heading', { level: 1, name: 'Wallboard' }).waitFor();
    const customer = on.customers.someone('Lena Lead', 'sales');
    await customer.writes('Is anybody there?');
    const requests = sofia.page.getByRole('region', { name: 'Contact requests' });
    await requests.getByText('Lena Lead').waitFor();
    await sofia.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    const why = sofia.page.getByRole('alert').getByText(/did not accept a request in time/);
    await why.waitFor();
    await sofia.page.getByRole('link', { name: 'Conversations', exact: true }).click();
    const chip = (text: string) => sofia.page.getByRole('status').getByText(text, { exact: true });
    await chip('Live').waitFor();
    await why.waitFor();
    await sofia.page.context().setOffline(true);
    await chip('Catching up…').waitFor();
    await chip('The connection was lost. Catching up…').waitFor();
    await sofia.page.context().setOffline(false);
    await chip('Live').waitFor();
    await chip('The connection was lost. Catching up…').waitFor({ state: 'detached' });
    await sofia.page.getByRole('button', { name: 'Return to Available' }).click();
    await requests.getByRole('button', { name: 'Accept' }).click();
    await sofia.messages(customer).waitFor();
    await sofia.end();
    await sofia.wrapUp.waitFor({ state: 'detached' });
    await sofia.choose('Lunch');
    await sofia.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
  });

  it('S-04, S-09, S-13: of two agents who press Accept for the same request one has it, and the other is told', async () => {
    const ana = await (await on.open()).available('ana');
    const customer = on.customers.someone('Rita Race');
    let release: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (release = resolve));
    await ana.page.route('**/accept', (route) => late.then(() => route.continue()).catch(() => undefined));
    await customer.writes('Who is first?');
    await ana.offer(customer).getByRole('button', { name: 'Accept' }).click();
    await ana.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    const ben = await (await on.open()).available('ben');
    await ben.accept(customer);
    release();
    await ana.notices.getByText(`The request of ${customer.name} is not open any more.`).waitFor();
    await ana.page.getByText('No open conversations').waitFor();
    expect(await ana.compose.count()).toBe(0);
    await ben.write('I am');
    expect(
      await eventually(
        () => customer.received(),
        ({ length }) => length > 0,
      ),
    ).toEqual(['I am']);
    await ben.end();
    await ben.wrapUp.waitFor({ state: 'detached' });
    await ben.choose('Lunch');
    await ben.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
  });

  it('S-11: idle agents are asked nothing, and sign-out ends the session', async () => {
    const ben = await (await on.open()).available('ben');
    await ben.choose('Lunch');
    await ben.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
    const customer = on.customers.someone('Irene Sanz');
    await customer.writes('Anybody there?');
    await ben.choose('Available');
    await ben.accept(customer);
    await ben.end();
    await ben.wrapUp.waitFor({ state: 'detached' });
    await ben.page.getByText('0 of 3 conversations').waitFor();
    await ben.choose('Sign out');
    await ben.page.getByLabel('Password').waitFor();
    await ben.page.reload();
    await ben.page.getByLabel('Password').waitFor();
  });
});
