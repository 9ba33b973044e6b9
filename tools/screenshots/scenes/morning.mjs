import { accepted, Agent, until } from '../agents.mjs';
import { MISSED, MORNING } from '../people.mjs';
import { WORDS } from '../words.mjs';

const thanks = 'Thank you!';
const sales = { type: 'queue', id: 'sales' };

/** Work that is done before anybody looks, so that the wallboard and the reports have something to tell; one request is missed. */
export async function morning(stage) {
  const { customers, product } = stage;
  const team = await Promise.all(['ben', 'carla', 'diego'].map((agentId) => Agent.signIn(product.url, agentId)));
  const [ben, carla, diego] = team;
  for (const agent of team) await agent.become({ state: 'available' });
  for (const customer of MORNING) await answered(customers, team, customer);
  for (const agent of team) await agent.free();
  for (const agent of [ben, carla]) await agent.become({ state: 'idle', reason: 'break' });
  await customers.write(MISSED, 'Hello? Is anybody there?');
  await until(async () => (await diego.me()).state.name === 'rona', 'nobody missed the request');
  for (const language of ['en', 'es']) {
    const page = await stage.signedIn('diego', language);
    await page.getByRole('button', { name: WORDS[language].rona }).waitFor();
    await stage.save(page, `rona-${language}`);
    await page.context().close();
  }
  await diego.become({ state: 'available' });
  const { id } = await accepted([diego], MISSED);
  await diego.say(id, 'Here I am. How can I help you?');
  await ben.become({ state: 'offline' });
  ben.leave();
  return { carla, diego };
}

async function answered(customers, team, { answer, reason, on, ...customer }) {
  await customers.write(customer, customer.first);
  let { agent, id } = await accepted(team, customer);
  await agent.say(id, answer);
  await customers.write(customer, thanks);
  await agent.hears(id, thanks);
  if (on) {
    await agent.transfer(id, sales);
    await agent.wrapUp(id, reason);
    ({ agent, id } = await accepted(team, customer));
    await agent.say(id, 'Hello, sales here. I am glad to help.');
  }
  await agent.end(id, reason);
}
