import { PEOPLE } from '../people.mjs';
import { WORDS } from '../words.mjs';

/** Where everybody begins. */
export async function signIn(stage, language) {
  const page = await stage.signInPage(language);
  await page.getByLabel(WORDS[language].username).waitFor();
  await stage.save(page, `sign-in-${language}`);
  await page.context().close();
}

/** What the customer sees. */
export async function phone(stage) {
  const { order } = PEOPLE.en;
  const page = await stage.page({ locale: 'en-GB', viewport: { width: 1000, height: 760 } }, stage.product.simulatorUrl);
  await page.getByRole('button', { name: new RegExp(order.name) }).click();
  await page.getByText(order.answers[0]).last().waitFor();
  await stage.save(page, 'phone');
}
