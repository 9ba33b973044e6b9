import { join } from 'node:path';
import { Customers } from './customers.mjs';
import { WORDS } from './words.mjs';

/** English is pictured light, Spanish dark. */
const looks = { en: { locale: 'en-GB', colorScheme: 'light' }, es: { locale: 'es-ES', colorScheme: 'dark' } };
const looksMax = 20;

/** The running product with a browser before it, and where the pictures go. */
export class Stage {
  constructor({ browser, product, folder }) {
    Object.assign(this, { browser, product, folder, customers: new Customers(product.simulatorUrl) });
  }

  async page(options, url = this.product.url) {
    const profile = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', timezoneId: 'Europe/Madrid', ...options });
    const page = await profile.newPage();
    await page.goto(url);
    return page;
  }

  signInPage(language, options = {}) {
    return this.page({ ...looks[language], ...options });
  }

  async signedIn(agentId, language, options = {}) {
    const t = WORDS[language];
    const page = await this.signInPage(language, options);
    await page.getByLabel(t.username).fill(agentId);
    await page.getByLabel(t.password).fill(`parley-${agentId}`);
    await page.getByRole('button', { name: t.signIn }).click();
    return page;
  }

  /** Signed in and ready for requests. */
  async available(agentId, language, options = {}) {
    const t = WORDS[language];
    const page = await this.signedIn(agentId, language, options);
    const ready = page.getByRole('button', { name: `${t.state}: ${t.available}` });
    await page.getByRole('button', { name: t.goAvailable }).or(ready).first().waitFor();
    if (!(await ready.isVisible())) await page.getByRole('button', { name: t.goAvailable }).click();
    await ready.waitFor();
    return page;
  }

  /** Takes the picture once the page looks the same twice: whatever was still to be drawn is there. */
  async save(page, name) {
    const path = join(this.folder, `${name}.png`);
    await page.evaluate('document.fonts.ready.then(() => true)');
    let last = await page.screenshot();
    for (let looks = 1; looks < looksMax; looks += 1) {
      const next = await page.screenshot({ path });
      if (next.equals(last)) break;
      last = next;
    }
    console.log(path);
  }
}
