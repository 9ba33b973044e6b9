import { ContactCenterFile } from './testing/contact-center-file';
import { eventually } from './testing/eventually';
import { journeys } from './testing/journeys';

journeys('an agent does not answer', new ContactCenterFile({ offerTimeoutSeconds: 6, wrapUpTimeoutSeconds: 3 }), (on) => {
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
    expect(await diego.offers.count()).toBe(0);
    await carla.accept(customer);

    await diego.page.reload();
    await diego.page.getByRole('button', { name: 'State: RONA' }).waitFor();
    await diego.page.getByRole('button', { name: 'Return to Available' }).click();
    await diego.page.getByRole('button', { name: 'State: Available' }).waitFor();
    const another = on.customers.someone('Otto Braun', 'sales');
    await another.writes('Hello?');
    await diego.accept(another);

    await carla.end();
    await carla.notices.getByText(`The default wrap-up reason was applied to the conversation with ${customer.name}.`).waitFor();
    await carla.wrapUp.waitFor({ state: 'detached' });
    await carla.choose('Lunch');
    await carla.page.getByRole('button', { name: 'State: Lunch' }).waitFor();
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
    await ben.choose('Sign out');
    await ben.page.getByLabel('Password').waitFor();
    await ben.page.reload();
    await ben.page.getByLabel('Password').waitFor();
  });
});
