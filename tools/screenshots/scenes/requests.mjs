import { until } from '../agents.mjs';
import { SEVEN } from '../people.mjs';
import { WORDS } from '../words.mjs';

/** More requests than are seen at once, in both languages, and how they stand in the list once they are accepted. Most of them are answered then. */
export async function requests(stage, carla) {
  await carla.become({ state: 'available' });
  const pages = {};
  for (const language of ['en', 'es']) pages[language] = await stage.available('carla', language, { viewport: { width: 1280, height: 1000 } });
  for (const customer of SEVEN) await stage.customers.write(customer, customer.first);
  for (const [language, page] of Object.entries(pages)) {
    await page.getByText(WORDS[language].range).waitFor();
    await stage.save(page, `requests-${language}`);
  }
  await pages.es.getByRole('button', { name: WORDS.es.acceptAll }).click();
  const { conversations } = await answered(carla);
  await stage.customers.write(SEVEN[4], '…and the shoes, too');
  for (const [language, page] of Object.entries(pages)) {
    const list = page.getByRole('navigation', { name: WORDS[language].tasks });
    await list.getByText('…and the shoes, too').waitFor();
    await list.getByRole('button', { name: SEVEN[4].name }).click();
    await page.getByRole('textbox', { name: WORDS[language].reply }).waitFor();
    await stage.save(page, `tasks-${language}`);
    await page.context().close();
  }
  for (const { conversationId } of conversations.slice(0, 5)) await carla.end(conversationId, 'resolved');
  await carla.become({ state: 'idle', reason: 'training' });
}

/** Some of the seven have their answer. */
async function answered(carla) {
  const tasks = await until(async () => {
    const now = await carla.tasks();
    return now.conversations.length === SEVEN.length && now;
  }, 'not all seven were accepted');
  for (const { conversationId } of tasks.conversations.slice(0, 3)) await carla.say(conversationId, 'Let me see what I can do for you.');
  return tasks;
}
