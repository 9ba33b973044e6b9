import type { Customer } from './customers';
import type { Desktop } from './desktop';
import type { Journeys } from './journeys';

export interface Pair {
  readonly ana: Desktop;
  readonly ben: Desktop;
  readonly customer: Customer;
}

/** Ana talks with a new customer, Ben is available, each in a browser profile of their own. */
export async function pair(on: Journeys, name: string, options: { readonly locale?: string } = {}): Promise<Pair> {
  const ben = await (await on.open(options)).signIn('ben');
  await ben.choose(options.locale ? 'Almuerzo' : 'Lunch');
  await ben.page.getByRole('button', { name: /: (Lunch|Almuerzo)$/ }).waitFor();
  const ana = await (await on.open(options)).signIn('ana');
  await ready(ana);
  const customer = on.customers.someone(name);
  await customer.writes(`I am ${name}`);
  await ana.accept(customer);
  await ready(ben);
  return { ana, ben, customer };
}

async function ready(desktop: Desktop): Promise<void> {
  await desktop.state.waitFor();
  const available = desktop.page.getByRole('button', { name: /^(State|Estado): (Available|Disponible)$/ });
  if (await available.isVisible()) return;
  await desktop.state.click();
  await desktop.page.getByRole('menuitem', { name: /^(Available|Disponible)/ }).click();
  await available.waitFor();
}
